// Package visits reads the collections of visits that notes are measured on,
// as their publishers lay them out: ACI-BENCH (Yim et al. 2023), MTS-Dialog
// (Ben Abacha et al. 2023), PriMock57 (Papadopoulos Korfiatis et al. 2022) and
// the OSCE interviews of Fareez et al. 2022. All are CC BY 4.0; none is part of
// this repository.
package visits
