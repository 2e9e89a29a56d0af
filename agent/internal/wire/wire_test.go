package wire

import (
	"strings"
	"testing"
)

const whole = `{"version":1,"poll":{"seconds":30,"offlineAfterSeconds":0},"signers":[],"rings":[{"name":"first","budget":{"failedSites":0}}],
"sites":[{"name":"a","ring":"first","link":{"kbit":0},"diskBytes":0}],"workloads":[{"name":"w","sites":["a"],"health":{},"reload":{}}],
"models":[],"rollouts":[],"revoked":{"sites":[],"serials":[],"fingerprints":[],"models":[]}}`

func TestAConfigIsReadAndFilledIn(t *testing.T) {
	config, err := ParseConfig([]byte(whole))
	if err != nil || config.Poll.OfflineAfterSeconds != 450 || config.Rings[0].Gate.SoakSeconds != 600 {
		t.Fatalf("%+v %v", config, err)
	}
}

func TestAConfigThatDoesNotHoldIsRefusedWithItsPlace(t *testing.T) {
	for change, words := range map[string]string{
		`"version":1|"version":2`:                                                    "version 2",
		`"signers":[]|"signers":[],"more":1`:                                         "unknown field",
		`"ring":"first"|"ring":"other"`:                                              `there is no ring "other"`,
		`"sites":["a"]|"sites":["b"]`:                                                `there is no site "b"`,
		`"name":"w"|"name":"W!"`:                                                     "DNS label",
		`"rollouts":[]|"rollouts":[{"workload":"x","number":1}]`:                     "rollout x/1",
		`"rollouts":[]|"rollouts":[{"workload":"w","number":1,"model":"sha256:ab"}]`: "there is no model",
		`"models":[],"rollouts"|"models":[{"digest":"x"}],"rollouts"`:                "each digest once",
	} {
		from, to, _ := strings.Cut(change, "|")
		if _, err := ParseConfig([]byte(strings.Replace(whole, from, to, 1))); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", to, err)
		}
	}
	if _, err := ParseConfig([]byte(whole + "{}")); err == nil {
		t.Error("something after the document was taken")
	}
}
