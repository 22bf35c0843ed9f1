import { Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconCalendar, IconChecklist, IconClipboardCheck, IconLogout, IconMoon, IconSearch, IconSettings, IconSun, IconUserCircle, IconUsers } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { role } from '../format'
import classes from './Frame.module.css'
import { useMay, useSession, useSignOut } from './session'

/** The left rail: only what the role may use. */
export function Rail() {
  const may = useMay()
  const { user, practice } = useSession()
  const signOut = useSignOut()
  const { setColorScheme } = useMantineColorScheme()
  const path = useLocation({ select: (l) => l.pathname })
  const scheme = useComputedColorScheme('light')
  return (
    <nav className={classes.rail} aria-label="Main">
      {may('schedule.read') && (
        <Link to="/today">
          <IconCalendar aria-hidden size={22} stroke={1.6} />
          Today
        </Link>
      )}
      {may('patient.read') && (
        <Link to="/patients">
          <IconUsers aria-hidden size={22} stroke={1.6} />
          Patients
        </Link>
      )}
      {may('note.edit') && (
        <Link to="/care-gaps">
          <IconChecklist aria-hidden size={22} stroke={1.6} />
          Care gaps
        </Link>
      )}
      {(may('code.review') || may('code.report')) && (
        <Link aria-current={path.startsWith('/coding') ? 'page' : undefined} to={may('code.work') ? '/coding' : may('code.review') ? '/coding/questions' : '/coding/report'}>
          <IconClipboardCheck aria-hidden size={22} stroke={1.6} />
          Coding
        </Link>
      )}
      <button type="button" onClick={spotlight.open} aria-keyshortcuts="Control+K" title="Find a patient, a visit or a page (Ctrl K)">
        <IconSearch aria-hidden size={22} stroke={1.6} />
        Find
      </button>
      <Link to="/settings" aria-current={path.startsWith('/reports') ? 'page' : undefined}>
        <IconSettings aria-hidden size={22} stroke={1.6} />
        Settings
      </Link>
      <div className={classes.space} />
      <Menu position="right-end" width={240}>
        <Menu.Target>
          <button type="button" aria-label={`${user.name}, account`}>
            <IconUserCircle aria-hidden size={22} stroke={1.6} />
            {user.name.split(' ').at(-1)}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {user.name}, {role(user.role)}
            <br />
            {practice.name}
          </Menu.Label>
          <Menu.Item leftSection={scheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />} onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}>
            {scheme === 'dark' ? 'Light colors' : 'Dark colors'}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}
