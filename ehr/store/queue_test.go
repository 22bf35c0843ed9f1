package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
	"github.com/visitwright/visitwright/ehr/store/pgtest"
)

type lookArgs struct {
	Practice ehr.PracticeID `json:"practice_id"`
	Patient  ehr.PatientID  `json:"patient_id"`
}

func (lookArgs) Kind() string { return "look" }

// lookWorker reads the patient as the service, and says how many it can see
// without saying for which practice.
type lookWorker struct {
	river.WorkerDefaults[lookArgs]
	store *store.Store
	done  chan int
}

func (w *lookWorker) Work(ctx context.Context, job *river.Job[lookArgs]) error {
	var seen int
	if err := w.store.Pool().QueryRow(ctx, `SELECT count(*) FROM patient`).Scan(&seen); err != nil {
		return err
	}
	err := w.store.InTx(ctx, store.Service(job.Args.Practice), store.Why{Action: ehr.ReadPatient}, func(tx *store.Tx) error {
		_, err := tx.Patient(ctx, job.Args.Patient)
		return err
	})
	w.done <- seen
	return err
}

// A job is queued by the transaction that causes it or not at all, and works with
// the rights of the program's role.
func TestJobsComeWithTheirTransaction(t *testing.T) {
	db := pgtest.New(t)
	c := pgtest.NewClinic(t, db, "")
	w := &lookWorker{store: db.Store, done: make(chan int, 10)}
	workers := river.NewWorkers()
	river.AddWorker(workers, w)
	client, err := river.NewClient(riverpgxv5.New(db.Store.Pool()), &river.Config{Workers: workers, FetchPollInterval: 200 * time.Millisecond,
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}}, ReindexerSchedule: river.NeverSchedule()})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("changed its mind")
	for _, outcome := range []error{broken, nil} {
		err := try(t, db.Store, c.FrontDesk, ehr.WritePatient, func(ctx context.Context, tx *store.Tx) error {
			_, err := client.InsertTx(ctx, tx.Pgx(), lookArgs{c.Practice.ID, c.Patient.ID}, nil)
			return errors.Join(err, outcome)
		})
		if !errors.Is(err, outcome) {
			t.Fatal(err)
		}
	}
	if err := client.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	select {
	case seen := <-w.done:
		if seen != 0 {
			t.Errorf("the job saw %d patients without a practice", seen)
		}
	case <-time.After(time.Minute):
		t.Fatal("the job did not run")
	}
	if err := client.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(w.done); n != 0 {
		t.Errorf("%d jobs of a transaction that was rolled back", n)
	}
}
