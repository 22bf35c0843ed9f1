import { Badge } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Banner } from '../api/types'
import { date, sex } from '../format'
import classes from './PatientBanner.module.css'

/** A hue of the patient's own, the same in every tab and on every day. */
export function hueOf(id: string): number {
  let h = 2166136261
  for (const c of id) h = Math.imul(h ^ c.charCodeAt(0), 16777619)
  return (h >>> 0) % 360
}

/** "Rivera, Ana" from "Ana Rivera": the name by which tabs are told apart. */
export function lastFirst(name: string): string {
  const words = name.trim().split(/\s+/)
  return words.length > 1 ? `${words.at(-1)}, ${words.slice(0, -1).join(' ')}` : name
}

/** Who this is about: the same on every page, and it never scrolls away. */
export function PatientBanner({ patient, page }: { patient: Banner; page: string }) {
  useDocumentTitle(`${lastFirst(patient.name)} · ${page} · Visitwright`)
  return (
    <section className={classes.banner} aria-label={`Patient ${patient.name}`} style={{ '--hue': hueOf(patient.id) } as React.CSSProperties}>
      <div className={classes.who}>
        <Link to="/patients/$id" params={{ id: patient.id }} className={classes.name}>
          {lastFirst(patient.name)}
        </Link>
        <span>
          Born {date(patient.birth_date)} · {patient.age} years · {sex(patient.sex)}
        </span>
        <span className={classes.dim}>MRN {patient.mrn}</span>
      </div>
      <div className={classes.warnings}>
        <Allergies patient={patient} />
        {patient.alerts.map((a) => (
          <Badge key={a.summary} variant="light" color={a.tier === 'interruptive' ? 'red' : 'amber'} leftSection={<IconAlertTriangle size={13} aria-hidden />} className={classes.badge}>
            {a.summary}
          </Badge>
        ))}
      </div>
    </section>
  )
}

// Three different things that must never look alike.
function Allergies({ patient }: { patient: Banner }) {
  if (patient.allergy_status === 'none_known')
    return (
      <span className={classes.allergy} data-kind="none">
        <IconCircleCheck size={17} aria-hidden /> No known allergies{patient.allergy_as_of ? `, confirmed ${date(patient.allergy_as_of)}` : ''}
      </span>
    )
  const listed = patient.allergies.filter((a) => a.active)
  if (patient.allergy_status === 'listed' && listed.length > 0)
    return (
      <span className={classes.allergy} data-kind="listed">
        <IconAlertTriangle size={17} aria-hidden />
        <span>
          Allergies: <strong>{listed.map((a) => a.substance.display + (a.reaction ? ` (${a.reaction})` : '')).join(', ')}</strong>
        </span>
      </span>
    )
  return (
    <span className={classes.allergy} data-kind="not-asked">
      <IconHelpCircle size={17} aria-hidden /> Allergies not asked
    </span>
  )
}
