import { Link } from '@tanstack/react-router'
import { useMay } from '../frame/session'
import classes from './Desk.module.css'

/** The desk's pages, those the role may use. */
export function Tabs() {
  const may = useMay()
  return (
    <nav className={classes.tabs} aria-label="Coding">
      {may('code.work') && <Link to="/coding" activeOptions={{ exact: true }}>Worklist</Link>}
      {may('code.review') && <Link to="/coding/questions">Questions</Link>}
      {may('code.review') && <Link to="/coding/codes">Codes</Link>}
      {may('code.report') && <Link to="/coding/report">Report</Link>}
    </nav>
  )
}
