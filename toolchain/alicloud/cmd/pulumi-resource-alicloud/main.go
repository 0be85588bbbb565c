// Command pulumi-resource-alicloud serves the Terraform provider for Alibaba Cloud as a Pulumi plugin.
//
// It carries the resources and data sources named in tokens.json, under the tokens of the
// pulumi-alicloud 4.0.0 SDK. It exists so that a machine that reaches Go modules, but not Pulumi's
// plugin server, still runs the real provider. Where the official plugin can be installed, use that.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"

	"github.com/aliyun/terraform-provider-alicloud/alicloud"
	"github.com/hashicorp/terraform-plugin-sdk/helper/schema"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv1 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v1"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// version is the plugin version that the pulumi-alicloud 4.0.0 SDK asks for.
const version = "4.0.0"

//go:embed tokens.json
var tokenTable []byte

// entry maps one name of the Terraform provider to its Pulumi token.
type entry struct {
	Terraform string `json:"terraform"`
	Kind      string `json:"kind"`
	Token     string `json:"token"`
}

// readTable sorts the embedded table into resources and data sources; an unknown kind or a name that
// the provider does not have is an error, so a wrong table can never ship.
func readTable(provider *schema.Provider) (map[string]*tfbridge.ResourceInfo, map[string]*tfbridge.DataSourceInfo, error) {
	var entries []entry
	if err := json.Unmarshal(tokenTable, &entries); err != nil {
		return nil, nil, fmt.Errorf("tokens.json: %w", err)
	}
	resources := map[string]*tfbridge.ResourceInfo{}
	dataSources := map[string]*tfbridge.DataSourceInfo{}
	for _, e := range entries {
		switch {
		case e.Kind == "resource" && provider.ResourcesMap[e.Terraform] != nil:
			resources[e.Terraform] = &tfbridge.ResourceInfo{Tok: tokens.Type(e.Token)}
		case e.Kind != "resource" && provider.DataSourcesMap[e.Terraform] != nil:
			dataSources[e.Terraform] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(e.Token)}
		default:
			return nil, nil, fmt.Errorf("tokens.json: the provider has no %s %s", e.Kind, e.Terraform)
		}
	}
	return resources, dataSources, nil
}

func main() {
	provider := alicloud.Provider().(*schema.Provider)
	resources, dataSources, err := readTable(provider)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	tfbridge.Main("alicloud", version, tfbridge.ProviderInfo{
		P:           shimv1.NewProvider(provider),
		Name:        "alicloud",
		Version:     version,
		Resources:   resources,
		DataSources: dataSources,
	}, nil)
}
