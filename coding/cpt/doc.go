// Package cpt knows procedures by their code numbers.
//
// The descriptors of the CPT code set belong to the American Medical Association
// and stand nowhere here. What stands here is our own list of services that
// offices do, in our own words, with the numbers that such services usually
// carry, so that a note can be searched for what was done. A practice that holds a
// licence loads its own table (LONGULT, MEDU, SHORTU) and attests to the licence;
// then its words are shown in place of ours.
package cpt
