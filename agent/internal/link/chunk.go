package link

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// mostChunk is the largest chunk that is taken, compressed or not: engines make 256 KiB at most. Unit: bytes.
const mostChunk = 16 << 20

// Paths of a store, as engines ask for them.
var (
	chunkPath = regexp.MustCompile(`^chunks/[0-9a-f]{4}/[0-9a-f]{64}\.cacnk$`)
	indexPath = regexp.MustCompile(`^index/[0-9a-f]{64}\.caibx$`)
)

// Known says whether a path is one of a store's.
func Known(path string) bool { return chunkPath.MatchString(path) || indexPath.MatchString(path) }

// errCorrupt is what does not hold what its name says.
var errCorrupt = errors.New("it does not hold what its name says")

var decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(mostChunk))
})

// verify says whether bytes are what a path of a store names: a chunk is named by the digest of what it unpacks to, an index by
// its own.
func verify(path string, data []byte) error {
	name := path[strings.LastIndexByte(path, '/')+1:]
	want := name[:strings.IndexByte(name, '.')]
	if strings.HasPrefix(path, "index/") {
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want {
			return errCorrupt
		}
		return nil
	}
	unpack, err := decoder()
	if err != nil {
		return err
	}
	plain, err := unpack.DecodeAll(data, nil)
	if err != nil {
		return errCorrupt
	}
	// Which of the two digests names chunks is a setting of the engine that made them.
	if sum := sha512.Sum512_256(plain); hex.EncodeToString(sum[:]) == want {
		return nil
	}
	if sum := sha256.Sum256(plain); hex.EncodeToString(sum[:]) == want {
		return nil
	}
	return errCorrupt
}
