import { Card, SegmentedControl, Stack, Text, Title, useMantineColorScheme } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { role } from '../format'
import { useMay, useSession } from '../frame/session'
import { Password } from './Password'
import { SecondFactor } from './SecondFactor'
import classes from './Settings.module.css'

/** One's own account, and the doors to what only an administrator sees. */
export function Settings() {
  const { user, practice } = useSession()
  const may = useMay()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  useDocumentTitle('Settings · Visitwright')
  const doors = [
    may('user.manage') && { to: '/settings/users', title: 'Users', text: 'Who may sign in, and as what.' },
    may('audit.read') && { to: '/settings/audit', title: 'Audit trail', text: 'Who read or changed what, and whether the record of it is whole.' },
    (may('note.edit') || may('service.manage')) && { to: '/settings/templates', title: 'Note templates', text: 'Sections, order, length, wording and macros of the notes.' },
    may('note.edit') && { to: '/settings/wordings', title: 'My wordings', text: 'What you change in drafts again and again, put into the next ones if you like.' },
    may('service.manage') && { to: '/settings/jobs', title: 'Background jobs', text: 'Work that waits or keeps failing.' },
    may('service.manage') && { to: '/settings/rules', title: 'Rules of the checks', text: 'How loudly each rule speaks, how often it is overridden, and what a change would do.' },
    may('service.manage') && { to: '/settings/immunization', title: 'Immunization schedule', text: 'CDC’s, AAP’s or the loaded one: whose recommendations the practice goes by.' },
    may('service.manage') && { to: '/reports/alerts', title: 'Alerts of the month', text: 'How many alerts, by rule, and what became of them.' },
  ].filter((d) => d !== false)
  return (
    <div className={classes.page}>
      <Title order={1}>Settings</Title>
      <Text c="dimmed" mb="md">
        {user.name}
        {user.credentials ? `, ${user.credentials}` : ''} · {role(user.role)} · {practice.name}, {practice.time_zone}
      </Text>
      {doors.length > 0 && (
        <div className={classes.doors}>
          {doors.map((d) => (
            <Link key={d.to} to={d.to} className={classes.door}>
              <strong>{d.title}</strong>
              <span>{d.text}</span>
            </Link>
          ))}
        </div>
      )}
      <Stack maw={520} gap="md">
        <Card withBorder>
          <Title order={2} mb="xs">
            Colors
          </Title>
          <SegmentedControl
            aria-label="Colors" value={colorScheme} onChange={(v) => setColorScheme(v)}
            data={[{ value: 'auto', label: 'As the computer' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]}
          />
        </Card>
        <SecondFactor />
        <Password />
      </Stack>
    </div>
  )
}
