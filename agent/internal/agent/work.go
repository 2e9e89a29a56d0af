package agent

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"

	"plinth.dev/edge/internal/model"
	"plinth.dev/edge/internal/site"
	"plinth.dev/edge/internal/store"
	"plinth.dev/edge/internal/wire"
)

// carryOut does what the machine says, in its order.
func (a *Agent) carryOut(actions []site.Action) {
	saved := true
	for _, action := range actions {
		switch act := action.(type) {
		case site.Save:
			saved = a.try("state", a.store.Save(a.machine.Durable))
		case site.Fetch:
			a.fetch(act)
		case site.StopFetch:
			a.stopFetch()
		case site.Check:
			go a.check(act)
		case site.Activate:
			a.activate(act, saved)
		case site.SetPrevious:
			a.try("previous", a.store.SetPrevious(act.Workload, act.Digest))
		case site.Reload:
			a.reload(act)
		case site.Evict:
			if a.try("evict", a.store.Evict(act.Digest)) {
				a.pruneIndexes()
			}
		}
	}
}

// pruneIndexes removes the indexes that no kept manifest names.
func (a *Agent) pruneIndexes() {
	kept := map[string]bool{}
	manifests, _ := filepath.Glob(filepath.Join(a.options.Data, "manifests", "*.json"))
	for _, name := range manifests {
		one, err := a.store.Manifest(wire.Digest("sha256:" + strings.TrimSuffix(filepath.Base(name), ".json")))
		if err != nil {
			return
		}
		for _, index := range one.Indexes {
			kept[index.Hex()+".caibx"] = true
		}
	}
	indexes, _ := filepath.Glob(filepath.Join(a.options.Data, "indexes", "*.caibx"))
	for _, name := range indexes {
		if !kept[filepath.Base(name)] {
			_ = os.Remove(name)
		}
	}
}

func (a *Agent) try(what string, err error) bool {
	if err != nil {
		a.log.Error("the disk did not take it", "what", what, "error", err)
	}
	return err == nil
}

func (a *Agent) activate(act site.Activate, saved bool) {
	done := site.Activated{Workload: act.Workload, Digest: act.Digest, Previous: act.Previous}
	if !saved || !a.try("activate", a.store.Activate(act.Workload, act.Digest, act.Previous)) {
		done.Failed = true
		done.Current, done.Kept = a.store.Links(act.Workload)
	} else {
		a.log.Info("active", "workload", act.Workload, "model", act.Digest)
	}
	a.driver.Step(done)
}

// fetch begins to bring a model; how it ended is said to the machine, unless it was stopped.
func (a *Agent) fetch(act site.Fetch) {
	ctx, cancel := context.WithCancel(a.context)
	ended := make(chan struct{})
	a.stopFetch = func() {
		cancel()
		<-ended
	}
	a.proxy.Restart()
	go func() {
		defer close(ended)
		bytes, err := a.bring(ctx, act)
		if ctx.Err() != nil {
			return
		}
		done := site.Fetched{Workload: act.Workload, Digest: act.Model.Digest, Bytes: bytes, Cause: causeOf(err)}
		if err != nil {
			a.log.Warn("the model did not come", "workload", act.Workload, "model", act.Model.Digest, "error", err)
		}
		// What came is in the model's own folder; where the disk is full, the cache of it is the first to go.
		if done.Cause == "" || done.Cause == site.CauseDisk {
			a.proxy.Clear()
		}
		// Not in the way of a loop that waits for this fetch to end.
		go a.later(func() { a.driver.Step(done) })
	}()
}

func causeOf(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "no space left"):
		return site.CauseDisk
	case errors.Is(err, os.ErrPermission):
		return site.CauseDisk
	}
	return site.CauseEngine
}

// bring fetches every file of a model into its part folder, and makes a whole model of it.
func (a *Agent) bring(ctx context.Context, act site.Fetch) (int64, error) {
	files, err := model.Files(act.Model)
	if err != nil {
		return 0, err
	}
	digest := act.Model.Digest
	if err := errors.Join(a.store.KeepManifest(act.Model), a.store.Begin(digest)); err != nil {
		return 0, err
	}
	part := filepath.Join(a.options.Data, store.PartFolder(digest))
	for _, file := range files {
		if err := a.bringFile(ctx, act, file, filepath.Join(part, file.Path)); err != nil {
			return 0, err
		}
	}
	if err := sweep(part, files); err != nil {
		return 0, err
	}
	if _, err := os.Stat(filepath.Join(a.options.Data, store.Folder(digest))); err == nil {
		// What replaces a model in its place is looked at before, not after.
		if cause, _ := examine(part, files); cause != "" {
			return 0, errors.Join(errors.New("what came is not what was signed"), os.RemoveAll(part))
		}
	}
	return model.Bytes(files), a.store.Finish(digest)
}

func (a *Agent) bringFile(ctx context.Context, act site.Fetch, file model.File, out string) error {
	if info, err := os.Stat(out); err == nil && info.Size() == file.Bytes && digestOf(out) == file.Digest {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	index, err := a.index(ctx, file)
	if err != nil {
		return err
	}
	sent, cached := a.limit.Received(), a.proxy.Saved()
	if err := a.extract(ctx, index, out, a.seeds(act, file)); err != nil {
		return err
	}
	// What neither came over the link nor lay in the cache was in a model that is there already.
	a.proxy.Spare(file.Bytes - (a.limit.Received() - sent) - (a.proxy.Saved() - cached))
	return nil
}

// index is the chunk index of a file, on the disk.
func (a *Agent) index(ctx context.Context, file model.File) (string, error) {
	name := a.indexFile(file)
	if data, err := os.ReadFile(name); err == nil && wire.DigestOf(data) == file.Index {
		return name, nil
	}
	data, err := a.proxy.Get(ctx, "index/"+file.Index.Hex()+".caibx")
	if err != nil {
		return "", err
	}
	return name, os.WriteFile(name, data, 0o644)
}

func (a *Agent) indexFile(file model.File) string {
	return filepath.Join(a.options.Data, "indexes", file.Index.Hex()+".caibx")
}

// seed is a file that the engine may take bytes from, with its index where it is still there.
type seed struct{ index, blob string }

// seeds are the files of kept models with the same path, or else all of them.
func (a *Agent) seeds(act site.Fetch, wanted model.File) []seed {
	same, all := []seed{}, []seed{}
	for _, digest := range act.Seeds {
		kept, err := a.store.Manifest(digest)
		if err != nil {
			continue
		}
		files, err := model.Files(kept)
		if err != nil {
			continue
		}
		for _, file := range files {
			one := seed{index: a.indexFile(file), blob: filepath.Join(a.options.Data, store.Folder(digest), file.Path)}
			all = append(all, one)
			if file.Path == wanted.Path {
				same = append(same, one)
			}
		}
	}
	if len(same) > 0 {
		return same
	}
	return all
}

// sweep removes what an engine left in a part folder beside the model's files.
func sweep(part string, files []model.File) error {
	names, err := store.Disk{Root: part}.Files(".")
	if err != nil {
		return err
	}
	for _, file := range files {
		delete(names, file.Path)
	}
	for name := range names {
		if err := os.Remove(filepath.Join(part, name)); err != nil {
			return err
		}
	}
	return nil
}

// check reads a whole model. One at a time has the disk.
func (a *Agent) check(act site.Check) {
	a.reading <- struct{}{}
	done := a.examined(act)
	<-a.reading
	a.later(func() {
		if done.Cause == "" && !done.Unread {
			a.store.Passed(act.Digest)
		} else {
			a.log.Error("the model is refused", "workload", act.Workload, "model", act.Digest, "cause", done.Cause)
		}
		a.driver.Step(done)
	})
}

func (a *Agent) examined(act site.Check) site.Checked {
	done := site.Checked{Workload: act.Workload, Digest: act.Digest}
	kept, err := a.store.Manifest(act.Digest)
	if err != nil || kept.Digest != act.Digest {
		done.Cause = site.CauseManifest
		return done
	}
	files, err := model.Files(kept)
	if err != nil {
		done.Cause = site.CauseManifest
		return done
	}
	folder := filepath.Join(a.options.Data, store.Folder(act.Digest))
	if done.Cause, done.Found = examine(folder, files); done.Cause == "" && model.CheckSignature(kept, a.keys()) != nil {
		done.Cause = site.CauseSignature
	}
	return done
}

// examine says whether a folder holds exactly the files of a model, and else what it holds.
func examine(folder string, files []model.File) (cause string, found wire.Digest) {
	names, err := store.Disk{Root: folder}.Files(".")
	if err != nil {
		return site.CauseDigest, ""
	}
	held := []string{}
	right := len(names) == len(files)
	for _, file := range files {
		digest := digestOf(filepath.Join(folder, file.Path))
		right = right && digest == file.Digest
		held = append(held, file.Path+" "+string(digest))
	}
	if right {
		return "", ""
	}
	sort.Strings(held)
	return site.CauseDigest, wire.DigestOf([]byte(strings.Join(held, "\n")))
}

// digestOf is the digest of a file; empty where it cannot be read.
func digestOf(name string) wire.Digest {
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return ""
	}
	return wire.Digest("sha256:" + hex.EncodeToString(hash.Sum(nil)))
}
