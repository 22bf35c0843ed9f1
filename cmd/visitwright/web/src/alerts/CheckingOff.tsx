import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { checks } from '../api/calls'
import { useMay } from '../frame/session'
import classes from './Alerts.module.css'

const EVERY_MS = 5 * 60_000

/** The state of the checks: asked again every five minutes. */
export function useChecksState() {
  const may = useMay()
  return useQuery({ queryKey: ['checks'], queryFn: checks.state, enabled: may('chart.read') || may('service.manage'), staleTime: EVERY_MS, refetchInterval: EVERY_MS })
}

/** Stands above every page while the checks of drugs do not work. Silence would read as "nothing found". */
export function CheckingOff() {
  const { data } = useChecksState()
  if (!data || data.on) return null
  return (
    <div className={classes.off} role="alert">
      <IconAlertTriangle size={18} aria-hidden />
      <span>
        <strong>{data.off ?? 'Interaction checking is off.'}</strong> Drugs are not checked against each other, allergies or conditions. Look them up by hand, and tell whoever runs this service.
      </span>
    </div>
  )
}
