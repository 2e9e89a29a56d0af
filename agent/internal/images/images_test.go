package images

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuelabs.dev/go/oci/ociregistry"
	"cuelabs.dev/go/oci/ociregistry/ociclient"

	"plinth.dev/edge/internal/model"
	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/store"
	"plinth.dev/edge/internal/wire"
)

// bench is the folder of a site, and a client of what gives its images.
type bench struct {
	t      *testing.T
	root   string
	store  *store.Store
	server *httptest.Server
	client ociregistry.Interface
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, root: t.TempDir()}
	opened, err := store.Open(store.Disk{Root: b.root})
	b.must(err)
	b.store = opened
	b.server = httptest.NewServer(Handler(NewShelf(b.root)))
	t.Cleanup(b.server.Close)
	b.client, err = ociclient.New(strings.TrimPrefix(b.server.URL, "http://"), &ociclient.Options{Insecure: true})
	b.must(err)
	return b
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// image is one image: its layer, its config and its manifest.
func image(layer string) (manifest []byte, blobs [][]byte) {
	config := []byte(`{"architecture":"arm64","os":"linux"}`)
	of := func(kind string, data []byte) map[string]any {
		return map[string]any{"mediaType": kind, "digest": wire.DigestOf(data), "size": len(data)}
	}
	manifest, _ = json.Marshal(map[string]any{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
		"config": of("application/vnd.oci.image.config.v1+json", config),
		"layers": []any{of("application/vnd.oci.image.layer.v1.tar+gzip", []byte(layer))},
	})
	return manifest, [][]byte{manifest, config, []byte(layer)}
}

// put makes a layout of blobs as the agent does before it activates it, of a kind.
func (b *bench) put(kind string, blobs ...[]byte) wire.Digest {
	b.t.Helper()
	layers, indexes := []map[string]any{}, map[string]wire.Digest{}
	for _, data := range blobs {
		name := blobPath(wire.DigestOf(data))
		indexes[name] = wire.DigestOf([]byte(name))
		layers = append(layers, map[string]any{
			"digest": wire.DigestOf(data), "size": len(data), "annotations": map[string]string{"org.opencontainers.image.title": name},
		})
	}
	manifest, err := json.Marshal(map[string]any{"schemaVersion": 2, "artifactType": kind, "layers": layers})
	b.must(err)
	made := wire.Model{Digest: wire.DigestOf(manifest), Manifest: manifest, Indexes: indexes}
	b.must(b.store.KeepManifest(made))
	b.must(b.store.Begin(made.Digest))
	for _, data := range blobs {
		b.write(filepath.Join(store.PartFolder(made.Digest), blobPath(wire.DigestOf(data))), data)
	}
	return made.Digest
}

func (b *bench) write(name string, data []byte) {
	b.t.Helper()
	b.must(os.MkdirAll(filepath.Dir(filepath.Join(b.root, name)), 0o755))
	b.must(os.WriteFile(filepath.Join(b.root, name), data, 0o644))
}

func (b *bench) activate(workload string, digest, previous wire.Digest) {
	b.t.Helper()
	b.must(b.store.Finish(digest))
	b.store.Passed(digest)
	b.must(b.store.Activate(workload, digest, previous))
}

// pull reads an image whole by its digest, as a runtime does, and says whether it came.
func (b *bench) pull(manifest []byte, blobs [][]byte) error {
	ctx := context.Background()
	said, err := b.client.GetManifest(ctx, "vision/defects", ociregistry.Digest(wire.DigestOf(manifest)))
	if err != nil {
		return err
	}
	defer said.Close()
	if kind := said.Descriptor().MediaType; kind != "application/vnd.oci.image.manifest.v1+json" {
		return fmt.Errorf("the manifest is given as %q", kind)
	}
	for _, data := range blobs[1:] {
		blob, err := b.client.GetBlob(ctx, "vision/defects", ociregistry.Digest(wire.DigestOf(data)))
		if err != nil {
			return err
		}
		// The client compares the digest at the end.
		_, err = io.ReadAll(blob)
		if err := blob.Close(); err != nil {
			return err
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func TestAnActiveAndAPreviousImageAreGivenByTheirDigests(t *testing.T) {
	b := newBench(t)
	first, firstBlobs := image("first layer")
	second, secondBlobs := image("second layer")
	third, thirdBlobs := image("third layer")
	one := b.put(model.Images, firstBlobs...)
	b.activate("defects.images", one, "")
	b.must(b.pull(first, firstBlobs))
	two := b.put(model.Images, secondBlobs...)
	b.activate("defects.images", two, one)
	b.must(b.pull(first, firstBlobs))
	b.must(b.pull(second, secondBlobs))
	b.activate("defects.images", b.put(model.Images, thirdBlobs...), two)
	b.must(b.pull(second, secondBlobs))
	b.must(b.pull(third, thirdBlobs))
	if b.pull(first, firstBlobs) == nil {
		t.Fatal("the one before the one before is given")
	}
}

func TestWhatIsNotActivatedIsNotGiven(t *testing.T) {
	b := newBench(t)
	manifest, blobs := image("layer")
	cases := []struct {
		name string
		make func()
	}{
		{"half-written", func() { b.put(model.Images, blobs...) }},
		{"whole, and not checked yet", func() { b.must(b.store.Finish(b.put(model.Images, blobs...))) }},
		{"the files of a model", func() { b.activate("defects", b.put("application/vnd.plinth.edge.model.v1", blobs...), "") }},
		{"of no kind", func() { b.activate("defects", b.put("", blobs...), "") }},
		{"revoked", func() {
			digest := b.put(model.Images, blobs...)
			b.activate("defects.images", digest, "")
			b.must(b.store.Save(site.Durable{Site: "plant-7", Plan: &wire.Plan{RevokedModels: []wire.Digest{digest}}}))
		}},
	}
	for _, one := range cases {
		one.make()
		if err := b.pull(manifest, blobs); err == nil {
			t.Errorf("%s is given", one.name)
		}
	}
}

func TestABlobThatRottedIsNotGivenUntilItIsMended(t *testing.T) {
	b := newBench(t)
	manifest, blobs := image("layer")
	digest := b.put(model.Images, blobs...)
	b.activate("defects.images", digest, "")
	name := filepath.Join(store.Folder(digest), blobPath(wire.DigestOf([]byte("layer"))))
	b.write(name, []byte("lay3r"))
	response, err := http.Get(b.server.URL + "/v2/any/blobs/" + string(wire.DigestOf([]byte("layer"))))
	b.must(err)
	_ = response.Body.Close()
	// A runtime would notice by itself; it asks the registry where it is told that there is nothing.
	if response.StatusCode != 404 {
		t.Fatalf("a rotted layer is answered %d", response.StatusCode)
	}
	b.write(name, []byte("layer"))
	b.must(b.pull(manifest, blobs))
}

func TestAFileUnderAnotherNameThanItsDigestIsNoBlob(t *testing.T) {
	b := newBench(t)
	wanted, held := []byte("wanted"), []byte("held")
	digest := b.put(model.Images, held)
	b.activate("defects.images", digest, "")
	b.write(filepath.Join(store.Folder(digest), blobPath(wire.DigestOf(wanted))), wanted)
	if _, err := b.client.GetBlob(context.Background(), "any", ociregistry.Digest(wire.DigestOf(wanted))); err == nil {
		t.Fatal("a file that no manifest names is given")
	}
}

func TestItAnswersAsARuntimeExpectsAndTakesNothing(t *testing.T) {
	b := newBench(t)
	manifest, blobs := image("layer")
	b.activate("defects.images", b.put(model.Images, blobs...), "")
	layer := "/v2/vision/defects/blobs/" + string(wire.DigestOf([]byte("layer")))
	named := "/v2/vision/defects/manifests/" + string(wire.DigestOf(manifest))
	cases := []struct {
		method, path, part string
		status             int
		body               string
	}{
		{"GET", "/v2/", "", 200, ""},
		{"GET", "/healthz", "", 200, ""},
		{"HEAD", layer, "", 200, ""},
		{"GET", layer + "?ns=registry.example.org", "", 200, "layer"},
		{"GET", layer, "bytes=2-", 206, "yer"},
		{"GET", layer, "bytes=1-2", 206, "ay"},
		{"GET", layer, "bytes=99-", 416, ""},
		{"HEAD", named, "", 200, ""},
		{"GET", "/v2/vision/defects/manifests/latest", "", 404, ""},
		{"HEAD", "/v2/vision/defects/manifests/latest", "", 404, ""},
		{"GET", "/v2/vision/defects/blobs/sha256:" + strings.Repeat("0", 64), "", 404, ""},
		{"GET", "/v2/vision/defects/blobs/sha256:../../state.json", "", 400, ""},
		{"PUT", named, "", 405, ""},
		{"POST", "/v2/vision/defects/blobs/uploads/", "", 405, ""},
		{"DELETE", named, "", 405, ""},
	}
	for _, one := range cases {
		request, _ := http.NewRequest(one.method, b.server.URL+one.path, nil)
		if one.part != "" {
			request.Header.Set("Range", one.part)
		}
		response, err := http.DefaultClient.Do(request)
		b.must(err)
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != one.status || (one.body != "" && string(body) != one.body) {
			t.Errorf("%s %s %s: %d %q, expected %d %q", one.method, one.path, one.part, response.StatusCode, body, one.status, one.body)
		}
	}
}
