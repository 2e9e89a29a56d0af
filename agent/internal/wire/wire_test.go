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

func TestTheImagesOfAWorkloadAreARowOfTheirOwn(t *testing.T) {
	row := strings.Replace(whole, `"workloads":[`, `"workloads":[{"name":"w.images","sites":["a"],"health":{},"reload":{}},`, 1)
	config, err := ParseConfig([]byte(row))
	if err != nil || config.Workloads[0].Probed() {
		t.Fatalf("%+v %v", config, err)
	}
	if _, err := ParseConfig([]byte(strings.Replace(whole, `"name":"first"`, `"name":"first.images"`, 1))); err == nil {
		t.Error("a ring has a name of images")
	}
}

func TestASerialNumberIsANumberHoweverItIsWritten(t *testing.T) {
	config, err := ParseConfig([]byte(strings.Replace(whole, `"serials":[]`, `"serials":["0a2b"]`, 1)))
	if err != nil || config.Revoked.Serials[0] != "a2b" {
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
		`"rollouts":[]|"rollouts":[{"workload":"w","number":0}]`:                     "rollout w/0",
		`"rollouts":[]|"rollouts":[{"workload":"w","number":1,"model":"sha256:ab"}]`: "there is no model",
		`"models":[],"rollouts"|"models":[{"digest":"x"}],"rollouts"`:                "each digest once",
		`"failedSites":0|"failedSites":-1`:                                           "failedSites must be 0 or more",
		`"diskBytes":0|"diskBytes":-1`:                                               "diskBytes -1",
		`"sites":["a"]|"sites":["a","a"]`:                                            "stands twice",
		`"health":{}|"health":{"url":"w:80"}`:                                        "health.url",
		`"health":{}|"health":{"failures":-1}`:                                       "0 or more",
		`"reload":{}|"reload":{"kind":"restart"}`:                                    `reload.kind "restart"`,
		`"reload":{}|"reload":{"kind":"http"}`:                                       "reload.url",
		`"reload":{}|"reload":{"kind":"deployment"}`:                                 "namespace and name",
		`"reload":{}|"reload":{},"overrides":{"b":{}}`:                               "not at this site",
		`"reload":{}|"reload":{},"overrides":{"a":{"health":{"uri":"x"}}}`:           "overrides.a.health",
		`"serials":[]|"serials":["3F:2A"]`:                                           "revoked.serials",
		`"fingerprints":[]|"fingerprints":["ab"]`:                                    "revoked.fingerprints",
		`"revoked":{"sites":[],"serials":[],"fingerprints":[],"models":[]|"revoked":{"sites":[],"serials":[],"fingerprints":[],"models":["x"]`: "revoked.models",
		`"rollouts":[]|"rollouts":[{"workload":"w","number":1,"verdicts":{"first":"ok"}}]`:                                                     "expected pass or fail",
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
