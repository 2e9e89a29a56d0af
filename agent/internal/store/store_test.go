package store_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"plinth.dev/edge/internal/simulate"
	"plinth.dev/edge/internal/store"
	"plinth.dev/edge/internal/wire"
)

const (
	old  = wire.Digest("sha256:0000000000000000000000000000000000000000000000000000000000000001")
	next = wire.Digest("sha256:0000000000000000000000000000000000000000000000000000000000000002")
)

// killer is a real disk whose process is killed before one of its changes.
type killer struct {
	store.Disk
	left int
}

func (k *killer) change() {
	if k.left == 0 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
	k.left--
}

func (k *killer) Write(path string, data []byte) error { k.change(); return k.Disk.Write(path, data) }
func (k *killer) Sync(path string) error               { k.change(); return k.Disk.Sync(path) }
func (k *killer) Rename(from, to string) error         { k.change(); return k.Disk.Rename(from, to) }
func (k *killer) Symlink(target, path string) error    { k.change(); return k.Disk.Symlink(target, path) }
func (k *killer) RemoveAll(path string) error          { k.change(); return k.Disk.RemoveAll(path) }
func (k *killer) Exchange(a, b string) error           { k.change(); return k.Disk.Exchange(a, b) }

// install makes a model of a part and, if asked, points the workload at it.
func install(fs store.FS, digest, previous wire.Digest) error {
	opened, err := store.Open(fs)
	if err != nil {
		return err
	}
	if err := opened.Begin(digest); err != nil {
		return err
	}
	if err := fs.Write(store.PartFolder(digest)+"/weights", []byte(digest)); err != nil {
		return err
	}
	if err := opened.Finish(digest); err != nil {
		return err
	}
	opened.Passed(digest)
	return opened.Activate("w", digest, previous)
}

// works says which model a server would load: always a whole one.
func works(t *testing.T, fs store.FS, when string) wire.Digest {
	t.Helper()
	target, err := fs.ReadLink("workloads/w/current")
	if err != nil {
		t.Fatalf("%s: there is no link: %v", when, err)
	}
	digest := wire.Digest("sha256:" + filepath.Base(target))
	if content, err := fs.Read(store.Folder(digest) + "/weights"); err != nil || string(content) != string(digest) {
		t.Fatalf("%s: %s holds %q, %v", when, digest, content, err)
	}
	return digest
}

// TestMain is also the process that is killed.
func TestMain(m *testing.M) {
	if root, left, ok := strings.Cut(os.Getenv("STORE_TEST_VICTIM"), "|"); ok {
		number, _ := strconv.Atoi(left)
		if err := install(&killer{Disk: store.Disk{Root: root}, left: number}, next, old); err != nil {
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestAKillAtEveryStepOfActivationLeavesAWorkingModel(t *testing.T) {
	seen := map[wire.Digest]int{}
	for left := 0; ; left++ {
		root := t.TempDir()
		disk := store.Disk{Root: root}
		if err := install(disk, old, ""); err != nil {
			t.Fatal(err)
		}
		victim := exec.Command(os.Args[0])
		victim.Env = append(os.Environ(), "STORE_TEST_VICTIM="+root+"|"+strconv.Itoa(left))
		err := victim.Run()
		seen[works(t, disk, strconv.Itoa(left))]++
		if err == nil {
			break
		}
		if ended := (&exec.ExitError{}); !errors.As(err, &ended) || ended.ExitCode() != -1 {
			t.Fatal(err)
		}
	}
	if seen[old] == 0 || seen[next] < 2 {
		t.Errorf("killed too early or too late: %v", seen)
	}
}

func TestPowerThatGoesAtEveryStepOfActivationLeavesAWorkingModel(t *testing.T) {
	for seed := range uint64(200) {
		for left := range 24 {
			disk := simulate.NewDisk()
			if err := install(disk, old, ""); err != nil {
				t.Fatal(err)
			}
			disk.Left = left
			func() {
				defer func() { _ = recover() }()
				_ = install(disk, next, old)
			}()
			disk.PowerLoss(rand.New(rand.NewPCG(seed, uint64(left))))
			works(t, disk, strconv.Itoa(left))
		}
	}
}

func TestOnlyACheckedModelBecomesActiveAndNoLinkedOneGoes(t *testing.T) {
	disk := store.Disk{Root: t.TempDir()}
	if err := install(disk, old, ""); err != nil {
		t.Fatal(err)
	}
	opened, err := store.Open(disk)
	if err != nil {
		t.Fatal(err)
	}
	if err := opened.Activate("w", old, ""); !errors.Is(err, store.ErrNotChecked) {
		t.Error(err)
	}
	if err := opened.Evict(old); !errors.Is(err, store.ErrLinked) {
		t.Error(err)
	}
	works(t, disk, "after both")
}

func TestAModelIsSwappedInWhereItWasDamaged(t *testing.T) {
	disk := store.Disk{Root: t.TempDir()}
	if err := errors.Join(install(disk, old, ""), disk.Write(store.Folder(old)+"/weights", []byte("rot")), install(disk, old, "")); err != nil {
		t.Fatal(err)
	}
	works(t, disk, "swapped")
}
