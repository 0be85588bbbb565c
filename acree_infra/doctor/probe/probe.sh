# The probe for hosts without python3: the same steps and the same facts, by curl. The settings stand above.
umask 077
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
LC_ALL=C
export LC_ALL
sample=262144
cr=$(printf '\r')
done_lines=' '

text() { printf '%s' "$1" | tr -d '\000-\037' | sed 's/[\\"]/\\&/g'; }
fact() { printf '{"step":"%s","leg":"%s","host":"%s","address":"%s"%s},\n' "$1" "$2" "$(text "$3")" "$4" "$5"; }
list() { printf '%s\n' "$1" | sed -n 's/^..*$/"&"/p' | tr '\n' ',' | sed 's/,$//'; }
span() { awk -v a="$1" -v b="$2" 'BEGIN { d = (b - a) * 1000; printf "%.1f", d < 0 ? 0 : d }'; }
header() { sed -n "s/^$1:[ 	]*//Ip" "$tmp/head" | tr -d '\r'; }
wants() { case " $steps " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

steps=
for step in challenge realm token manifest blob; do
  [ "$step" = "$UNTIL" ] && break
  steps="$steps $step"
done

sum() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1" | cut -c1-64; else openssl dgst -sha256 <"$1" | sed 's/.* //'; fi
}

from_server() { # host, server: addresses and aliases into files
  port=${2#"${2%%:*}"}
  nslookup ${port:+-port="${port#:}"} -type=A "$1" "${2%%:*}" >"$tmp/dns" 2>&1 || return 1
  sed -n 's/.*canonical name = \(.*[^.]\)\.*$/\1/p' "$tmp/dns" >"$tmp/aliases"
  sed '1,/^Name:/d' "$tmp/dns" | sed -n 's/^Address[ 0-9]*:[ 	]*\([0-9.]*\).*/\1/p' | sort -u >"$tmp/addresses"
  [ -s "$tmp/addresses" ]
}

look_up() { # leg, host
  : >"$tmp/aliases"
  : >"$tmp/addresses"
  server='this machine' why='the name has no IPv4 address there'
  if [ -n "$RESOLVERS" ] && command -v nslookup >/dev/null; then
    for one in $RESOLVERS; do
      server=$one
      from_server "$2" "$one" && break
    done
  elif command -v getent >/dev/null; then
    getent ahostsv4 "$2" | awk '{ print $1 }' | sort -u >"$tmp/addresses"
  else
    why='this host has neither getent nor nslookup'
  fi
  [ -s "$tmp/addresses" ] && why=
  fact dns "$1" "$2" '' ",\"server\":\"$server\",\"error\":\"$why\",\"addresses\":[$(list "$(cat "$tmp/addresses")")],\"aliases\":[$(list "$(cat "$tmp/aliases")")]"
}

way() { # host, address, port: the option that leads curl to the address
  for one in $CONNECT_TO; do
    case $one in "$2:$3="* | "$1:$3="*)
      printf -- '--connect-to\n%s:%s:%s\n' "$1" "$3" "${one#*=}"
      return ;;
    esac
  done
  printf -- '--resolve\n%s:%s:%s\n' "$1" "$3" "$2"
}

get() { # scheme, host, address, path, further options: one GET; sets code, word, said and the times
  scheme=$1 host=$2 address=$3 path=$4
  shift 4
  port=443
  [ "$scheme" = http ] && port=80
  : >"$tmp/head"
  : >"$tmp/body"
  set -- "$@" $(way "$host" "$address" "$port")
  times=$(curl -q -sSv -g -4 --noproxy '*' --http1.1 --connect-timeout "$TIMEOUT" --max-time $((TIMEOUT * 2)) -A acree \
    -D "$tmp/head" -o "$tmp/body" -w '%{http_code} %{time_connect} %{time_appconnect} %{time_total} %{local_ip}' \
    "$@" "$scheme://$host$path" 2>"$tmp/error")
  code=$?
  set -- $times
  status=$1 connected=$2 secured=$3 ended=$4 source=$5
  [ "$scheme" = http ] && secured=$connected
  said=$(sed -n 's/^curl: ([0-9]*) //p' "$tmp/error" | head -1 | cut -c1-200)
  reached=
  grep -q '^\* *Connected to' "$tmp/error" && reached=1
  case $code in
    0) word= said= ;;
    28) word=timeout ;;
    51) word=tls-name ;;
    60) case $said in *name* | *match*) word=tls-name ;; *) word=tls-untrusted ;; esac ;;
    7) word=unreachable
      grep -q 'reset by peer' "$tmp/error" && word=reset
      grep -q 'Connection refused' "$tmp/error" && word=refused ;;
    35) case $said in *[Rr]eset* | *SYSCALL* | *EOF*) word=reset ;; *) word=tls ;; esac ;;
    52 | 55 | 56) word=reset ;;
    *) word=garbled ;;
  esac
  [ "$code" = 63 ] && [ "$status" != 000 ] && code=0 word= said=
}

zero() { awk -v t="$1" 'BEGIN { exit !(t + 0 == 0) }'; }

opened() { # leg: the tcp and tls facts of the last GET, once for each address; whether a request could be sent
  case "$done_lines" in *" $scheme/$host/$address "*) ;; *)
    done_lines="$done_lines$scheme/$host/$address "
    if [ -z "$reached" ]; then
      fact tcp "$1" "$host" "$address" ",\"error\":\"$word\",\"detail\":\"$(text "$said")\""
    else
      fact tcp "$1" "$host" "$address" ",\"error\":\"\",\"ms\":$(span 0 "$connected"),\"source\":\"$source\""
      if [ "$scheme" = https ] && zero "$secured"; then
        fact tls "$1" "$host" "$address" ",\"error\":\"$word\",\"detail\":\"$(text "$said")\""
      elif [ "$scheme" = https ]; then
        fact tls "$1" "$host" "$address" ",\"error\":\"\",\"ms\":$(span "$connected" "$secured")"
      fi
    fi ;;
  esac
  [ -n "$reached" ] && ! zero "$secured"
}

answered() { # step, leg, more: the fact of the last GET; whether there was an answer
  if [ -n "$word" ]; then
    fact "$1" "$2" "$host" "$address" ",\"error\":\"$word\",\"detail\":\"$(text "$said")\""
    return 1
  fi
  told=
  for name in content-range content-type docker-content-digest retry-after www-authenticate x-oss-request-id; do
    header "$name" >"$tmp/values"
    [ -s "$tmp/values" ] && told="$told,\"$name\":[$(sed 's/[\\"]/\\&/g; s/.*/"&"/' "$tmp/values" | tr '\n' ',' | sed 's/,$//')]"
  done
  reason=
  [ "$status" -ge 400 ] && reason=$(tr -d ' \n' <"$tmp/body" | head -c 65536 |
    sed -n 's/.*"code":"\([A-Za-z0-9_.]*\)".*/\1/p; s/.*<Code>\([A-Za-z0-9_.]*\).*/\1/p' | head -1 | cut -c1-60)
  fact "$1" "$2" "$host" "$address" ",\"error\":\"\",\"status\":$status,\"ms\":$(span "$secured" "$ended"),\"headers\":{${told#,}},\"reason\":\"$reason\"$3"
}

flat() { tr -d ' \n\r\t' <"$tmp/body"; }
objects() { flat | tr '{' '\n'; }
value() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" | head -1; }
parts() { # a URL: scheme, host and path; no host where it holds a user or a foreign port
  place_scheme=${1%%://*} rest=${1#*://}
  place_host=${rest%%[/?]*}
  place_path=/${rest#"$place_host"}
  place_path=/${place_path#//}
  case $place_scheme/$place_host in
    *@* | *[!A-Za-z0-9.:/-]*) place_host= ;;
    https/*:443 | http/*:80) place_host=${place_host%:*} ;;
    *:*) place_host= ;;
  esac
}

each_address() { # leg, host: look it up, open every address, keep the good ones
  case "$done_lines" in *" lines/$2 "*) return ;; esac
  done_lines="$done_lines lines/$2 "
  look_up "$1" "$2"
  for found in $(cat "$tmp/addresses"); do
    get "${3:-https}" "$2" "$found" "$([ "$1" = registry ] && echo /v2/ || echo /)" --max-filesize 65536
    opened "$1" && printf '%s\n' "$found" >>"$tmp/lines-$2"
    [ "$1" = registry ] && [ -n "$reached" ] && ! zero "$secured" && wants challenge && challenged
  done
}

challenged() {
  answered challenge registry || return
  [ -n "$line" ] || line="$host $address"
  [ "$status" = 200 ] && open=1
  [ "$status" = 401 ] && [ -z "$origin" ] || return
  header www-authenticate | grep -i 'bearer' >"$tmp/bearer" || return
  found_realm=$(sed -n 's/.*[Rr][Ee][Aa][Ll][Mm]="\([^"]*\)".*/\1/p' "$tmp/bearer" | head -1)
  [ -n "$found_realm" ] || return
  REALM=$found_realm origin=challenge
  SERVICE=$(sed -n 's/.*[Ss]ervice="\([^"]*\)".*/\1/p' "$tmp/bearer" | head -1)
}

token() {
  [ -n "$REALM" ] || return
  parts "$REALM"
  realm_scheme=$place_scheme realm_host=$place_host realm_path=$place_path trusted=false
  [ "$realm_scheme" = https ] || { [ "$realm_scheme" = http ] && [ -n "$PLAIN" ]; } &&
    printf '%s\n' "$realm_host" | grep -Exq "$TRUST" && trusted=true
  fact realm auth "$realm_host" '' ",\"error\":\"\",\"realm\":\"$(text "${REALM%%\?*}")\",\"origin\":\"${origin:-lock}\",\"trusted\":$trusted"
  [ "$trusted" = true ] || return
  each_address auth "$realm_host" "$realm_scheme"
  wants token || return
  case $realm_path in *\?*) mark='&' ;; *) mark='?' ;; esac
  query=
  [ -n "$SERVICE" ] && query="service=$SERVICE"
  [ -n "$REPOSITORY" ] && query="$query${query:+&}scope=repository:$REPOSITORY:pull"
  : >"$tmp/login"
  [ -n "$USERNAME" ] && printf 'user = "%s"\n' "$(text "$USERNAME:$PASSWORD")" >"$tmp/login"
  for found in $(cat "$tmp/lines-$realm_host" 2>/dev/null); do
    get "$realm_scheme" "$realm_host" "$found" "$realm_path$mark$query" --max-filesize 65536 -K "$tmp/login"
    new=
    [ "$status" = 200 ] && new=$(objects | sed 's/^/,/' | sed -n 's/.*[,{]"token":"\([^"]*\)".*/\1/p; s/.*[,{]"access_token":"\([^"]*\)".*/\1/p' | head -1)
    answered token auth ",\"token\":$([ -n "$new" ] && echo true || echo false)"
    [ -n "$bearer" ] || bearer=$new
  done
}

manifest() { # reference: the manifest; of an index the one of the platform
  get https "${line% *}" "${line#* }" "/v2/$REPOSITORY/manifests/$1" -K "$tmp/bearer" --max-filesize 4194304 \
    -H 'Accept: application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'
  objects | grep '"digest"' | grep '"size"' >"$tmp/objects"
  about=",\"blobs\":$(grep -c . "$tmp/objects")"
  child=
  if flat | grep -q '"manifests":\['; then
    child=$(objects | awk -v os="\"os\":\"${PLATFORM%%/*}\"" -v machine="\"architecture\":\"${PLATFORM#*/}\"" '
      index($0, "\"digest\":\"") { digest = $0; sub(/.*"digest":"/, "", digest); sub(/".*/, "", digest) }
      index($0, os) && index($0, machine) { print digest; exit }')
    about=",\"platform\":\"$child\""
  fi
  answered manifest registry ",\"reference\":\"$1\",\"found\":\"sha256:$(sum "$tmp/body")\"$about" && [ "$status" = 200 ]
}

read_facts() { # digest, size
  read_bytes=$(wc -c <"$tmp/body" | tr -d ' ')
  read_sum=
  [ "$read_bytes" = "$2" ] && read_sum="sha256:$(sum "$tmp/body")"
  printf ',"digest":"%s","size":%s,"bytes":%s,"found":"%s"' "$1" "$2" "$read_bytes" "$read_sum"
}

blob() { # digest, size, everywhere
  get https "${line% *}" "${line#* }" "/v2/$REPOSITORY/blobs/$1" -K "$tmp/bearer" --max-filesize "$sample"
  case $status in
    301 | 302 | 303 | 307 | 308) ;;
    *) answered blob registry "$(read_facts "$1" "$2")"; return ;;
  esac
  place=$(header location | tail -1)
  case $place in /*) place="https://$host$place" ;; esac
  parts "$place"
  bare=${place%%\?*} accepted=false
  case " $STORAGE " in *" $place_host "*) [ "$place_scheme" = https ] && [ -n "$place_host" ] && accepted=true ;; esac
  target=${rest%%[/?]*}
  answered blob registry ",\"scheme\":\"$(text "$place_scheme")\",\"target\":\"$(text "${target#*@}")\",\"location\":\"$(text "$bare")\",\"digest\":\"$1\",\"accepted\":$accepted" || return
  [ "$accepted" = true ] || return
  storage_host=$place_host storage_path=$place_path end=$2
  each_address oss "$storage_host"
  [ "$end" -gt "$sample" ] && end=$sample
  for found in $(cat "$tmp/lines-$storage_host" 2>/dev/null); do
    get https "$storage_host" "$found" "$storage_path" -r "0-$((end - 1))" --max-filesize "$sample"
    answered storage oss "$(read_facts "$1" "$2")"
    [ -n "$3" ] || break
  done
}

digest_and_size() { sed -n 's/.*"digest":"\([^"]*\)".*/\1/p' "$1" | head -1; sed -n 's/.*"size":\([0-9]*\).*/\1/p' "$1" | head -1; }

image() {
  printf '%s\n' "${bearer:+header = \"Authorization: Bearer $(text "$bearer")\"}" >"$tmp/bearer"
  manifest "$REFERENCE" || return
  if flat | grep -q '"manifests":\['; then
    [ -n "$child" ] && manifest "$child" || return
  fi
  wants blob || return
  sed 's/.*"size":\([0-9]*\).*/\1 &/' "$tmp/objects" | sort -n >"$tmp/sorted"
  head -1 "$tmp/sorted" >"$tmp/first"
  tail -1 "$tmp/sorted" >"$tmp/last"
  [ -s "$tmp/first" ] || return
  blob $(digest_and_size "$tmp/first") everywhere
  cmp -s "$tmp/first" "$tmp/last" || blob $(digest_and_size "$tmp/last")
}

set -f
printf '{"schema_version":1,"by":"curl","facts":[\n'
line='' open='' origin='' bearer=''
for name in $REGISTRY_HOSTS; do each_address registry "$name"; done
for name in $AUTH_HOSTS; do each_address auth "$name"; done
for name in $OSS_HOSTS; do each_address oss "$name"; done
[ -z "$open" ] && wants realm && token
[ -n "$line" ] && [ -n "$REPOSITORY" ] && [ -n "$open$bearer" ] && wants manifest && image
printf '{"step":"end"}]}\n'
