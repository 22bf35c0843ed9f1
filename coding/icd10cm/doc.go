// Package icd10cm reads ICD-10-CM as its publishers print it and holds one
// release of it as a value.
//
// Two publishers' forms are known, by content rather than by name: the tabular
// list in XML (CDC/NCHS) and the order file, fixed width (CMS, CDC). A release
// may come from either or both. The tabular list carries inclusion terms,
// Excludes notes, code-first and use-additional notes and the definitions of
// 7th characters; the order file carries the billable flag and the long
// descriptions of every complete code. A plain list of codes, one a line, may
// stand beside a tabular list to say which 7-character codes exist, and the
// alphabetic index of diseases (CDC's XML) to say which terms lead to a code.
//
// Fiscal years run from 1 October to 30 September; since 2022 an update takes
// effect on 1 April. Source: ICD-10-CM Official Guidelines for Coding and
// Reporting FY 2026, title page and section I.
package icd10cm
