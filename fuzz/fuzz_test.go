package fuzz

import (
	"math/rand/v2"
	"testing"

	"github.com/ringmpsc/ringmpsc-go/internal/testmain"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { testmain.Main(m) }

func FuzzRing(f *testing.F) { fuzzTarget(f, Ring) }
func FuzzSPSC(f *testing.F) { fuzzTarget(f, SPSC) }
func FuzzMPSC(f *testing.F) { fuzzTarget(f, MPSC) }

// fuzzTarget fuzzes one of the entry points; the seeds are in testdata.
func fuzzTarget(f *testing.F, target func([]byte) error) {
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := target(data); err != nil {
			t.Fatal(err)
		}
	})
}

func TestRingRapid(t *testing.T) { rapid.Check(t, property(Ring)) }
func TestSPSCRapid(t *testing.T) { rapid.Check(t, property(SPSC)) }
func TestMPSCRapid(t *testing.T) { rapid.Check(t, property(MPSC)) }

// property draws the header and the operations one by one, so that rapid
// shrinks a failure to few operations with small arguments.
func property(target func([]byte) error) func(*rapid.T) {
	operation := rapid.Custom(func(t *rapid.T) []byte {
		return []byte{
			byte(rapid.IntRange(0, 31).Draw(t, "what")),
			rapid.Byte().Draw(t, "size"),
			rapid.Byte().Draw(t, "how"),
			rapid.Byte().Draw(t, "by"),
		}
	})
	return func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), headerSize, headerSize).Draw(t, "header")
		for _, o := range rapid.SliceOfN(operation, 0, 200).Draw(t, "operations") {
			data = append(data, o...)
		}
		if err := target(data); err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzMPSCRapid is the state machine of TestMPSCRapid driven by the native
// fuzzer: it mutates what rapid draws rather than the operations' encoding.
func FuzzMPSCRapid(f *testing.F) { f.Fuzz(rapid.MakeFuzz(property(MPSC))) }

// TestRandomBytes runs what ringcheck verify runs: long operation sequences
// from seeded random bytes.
func TestRandomBytes(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 100
	}
	for name, target := range map[string]func([]byte) error{"Ring": Ring, "SPSC": SPSC, "MPSC": MPSC} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(runs) {
				if err := target(randomBytes(seed, 4+opSize*(1+int(seed)%300))); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
		})
	}
}

// randomBytes returns n bytes that depend on seed only.
func randomBytes(seed uint64, n int) []byte {
	rng := rand.New(rand.NewPCG(seed, 0))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(rng.Uint32())
	}
	return data
}
