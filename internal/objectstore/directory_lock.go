package objectstore

import (
	"context"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockPatience is how long a writer waits before it asks for the lock again,
// which another one holds for as long as it takes to rename a file.
const lockPatience = time.Millisecond

// lock keeps all other writers away from the folder until unlock. The system
// drops the lock of a process that dies, however it dies.
func (d *Directory) lock(ctx context.Context) (unlock func(), err error) {
	lock := flock.New(filepath.Join(d.path, hiddenFolder, "lock"), flock.SetPermissions(0o666))
	if _, err := lock.TryLockContext(ctx, lockPatience); err != nil {
		return nil, err
	}
	return func() {
		// Closing the file, which is all this does, drops the lock even if it fails.
		_ = lock.Close()
	}, nil
}
