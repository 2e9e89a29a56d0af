package link

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// readBytes is how much is read at once under a cap: small, so that the cap is smooth.
const readBytes = 4 << 10

// receiveBuffer is how much the kernel may take in ahead of the cap.
const receiveBuffer = 128 << 10

// Cap slows everything that comes over a link down to some bits each second, and counts it. All connections share it.
type Cap struct {
	received atomic.Int64
	mutex    sync.Mutex
	kbit     int
	// free is when the link has carried all that was taken from it so far.
	free time.Time
}

// Set changes the cap. Zero is none.
func (c *Cap) Set(kbit int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.kbit = kbit
}

// Received is all that ever came. Unit: bytes.
func (c *Cap) Received() int64 { return c.received.Load() }

// take notes bytes that came, and says how long to wait until the next.
func (c *Cap) take(bytes int) time.Duration {
	c.received.Add(int64(bytes))
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.kbit <= 0 {
		return 0
	}
	now := time.Now()
	if c.free.Before(now) {
		c.free = now
	}
	c.free = c.free.Add(time.Duration(bytes) * 8 * time.Second / time.Duration(c.kbit*1000))
	return c.free.Sub(now)
}

// Dial opens connections that obey the cap.
func (c *Cap) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{Timeout: 20 * time.Second, KeepAlive: 15 * time.Second}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(receiveBuffer)
	}
	return &capped{Conn: conn, limit: c}, nil
}

type capped struct {
	net.Conn
	limit *Cap
}

func (c *capped) Read(into []byte) (int, error) {
	n, err := c.Conn.Read(into[:min(len(into), readBytes)])
	if wait := c.limit.take(n); wait > 0 {
		time.Sleep(wait)
	}
	return n, err
}
