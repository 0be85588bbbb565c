import gzip
import io
import json
import tarfile
from hashlib import sha256
from pathlib import Path

from acree_sandbox.services.images.recipes import INDEX, MANIFEST, Image, image, with_index
from acree_sandbox.services.images.seed import IMAGES, MEGABYTE, put, seed
from acree_sandbox.services.objects.store import ObjectStore


def manifest(its: Image) -> dict[str, object]:
    found: dict[str, object] = json.loads(its.manifests[0].content)
    return found


def test_the_same_call_makes_the_same_image() -> None:
    assert image([100, 200], "a") == image([100, 200], "a")
    assert image([100, 200], "a").digest != image([100, 200], "b").digest


def test_a_manifest_names_its_blobs() -> None:
    its = image([100, 200], "a")
    *layers, configuration = its.blobs
    assert manifest(its) == {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": configuration.descriptor(),
        "layers": [layer.descriptor() for layer in layers],
    }
    assert len(layers) == 2
    for blob in its.blobs:
        assert blob.descriptor()["size"] == len(blob.content)
        assert blob.digest == "sha256:" + sha256(blob.content).hexdigest()


def test_layers_hold_files_that_do_not_compress() -> None:
    its = image([5000], "a")
    archive = gzip.decompress(its.blobs[0].content)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        (member,) = tar.getmembers()
        stream = tar.extractfile(member)
        assert stream
        assert len(gzip.compress(stream.read())) > 5000
    configuration = json.loads(its.blobs[-1].content)
    assert configuration["rootfs"]["diff_ids"] == ["sha256:" + sha256(archive).hexdigest()]


def test_an_index_leads_to_the_manifest() -> None:
    its = with_index(image([10], "a"))
    index = json.loads(its.manifests[-1].content)
    assert its.manifests[-1].media_type == index["mediaType"] == INDEX
    assert [entry["digest"] for entry in index["manifests"]] == [its.manifests[0].digest]
    assert index["manifests"][0]["platform"] == {"architecture": "amd64", "os": "linux"}


def test_the_images_of_the_start() -> None:
    layers = IMAGES["demo/layers", "1.0"]()
    assert len(layers.blobs) == 6
    assert sum(len(blob.content) for blob in layers.blobs) > 50 * MEGABYTE
    assert len(IMAGES["demo/hello", "1.0"]().blobs) == 2


def test_an_image_is_stored_as_a_registry_stores_it(tmp_path: Path) -> None:
    store, its = ObjectStore(tmp_path), with_index(image([10], "a"))
    put(store, "b", "demo/a", "1", its)
    home = "docker/registry/v2/repositories/demo/a"
    link = store.need("b", f"{home}/_manifests/tags/1/current/link")
    assert link.path.read_text() == its.digest
    for manifest_ in its.manifests:
        name = manifest_.digest.removeprefix("sha256:")
        assert store.find("b", f"{home}/_manifests/revisions/sha256/{name}/link")
        assert store.need("b", f"docker/registry/v2/blobs/sha256/{name[:2]}/{name}/data").size == len(manifest_.content)
    for blob in its.blobs:
        assert store.find("b", f"{home}/_layers/sha256/{blob.digest.removeprefix('sha256:')}/link")


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    seed(store, "b")
    keys = {key: store.need("b", key).etag for key in store.keys("b", "")}
    assert sum("/current/link" in key for key in keys) == len(IMAGES)
    seed(store, "b")
    assert {key: store.need("b", key).etag for key in store.keys("b", "")} == keys
