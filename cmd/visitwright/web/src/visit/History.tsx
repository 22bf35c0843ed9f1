import { Drawer, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { visits } from '../api/calls'
import type { NoteVersion } from '../api/types'
import { dateTime, instant } from '../format'
import { Failure, Loading } from '../frame/states'
import classes from './History.module.css'
import { changesBetween } from './changes'

/** Every version of the note, with what each one changed. */
export function History({ visit, close }: { visit: string; close: () => void }) {
  const list = useQuery({ queryKey: ['versions', visit], queryFn: () => visits.versions(visit), staleTime: 0 })
  const [open, setOpen] = useState<number | null>(null)
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={<Title order={2}>History of the note</Title>}>
      {list.isPending && <Loading what="the history" />}
      {list.isError && <Failure what="history" error={list.error} again={() => void list.refetch()} />}
      <Stack gap={4}>
        {(list.data ?? []).map((v) => (
          <div key={v.version}>
            <UnstyledButton className={classes.version} aria-expanded={open === v.version} onClick={() => setOpen(open === v.version ? null : v.version)}>
              <Group justify="space-between">
                <span>
                  <strong>Version {v.version}</strong> {by(v)}
                </span>
                <Text size="sm" c="dimmed" title={instant(v.created_at)}>
                  {dateTime(v.created_at)}
                </Text>
              </Group>
              {v.template && (
                <Text size="sm" c="dimmed">
                  Template: {v.template}, version {v.template_version}
                </Text>
              )}
            </UnstyledButton>
            {open === v.version && <Changes visit={visit} version={v.version} />}
          </div>
        ))}
      </Stack>
    </Drawer>
  )
}

function by(v: NoteVersion): string {
  if (v.created_by) return `by ${v.created_by_name}`
  return v.drafter.name === 'built-in' ? 'by the built-in drafter' : `by ${v.drafter.name}`
}

function Changes({ visit, version }: { visit: string; version: number }) {
  const now = useQuery({ queryKey: ['version', visit, version], queryFn: () => visits.version(visit, version), staleTime: Infinity })
  const before = useQuery({ queryKey: ['version', visit, version - 1], queryFn: () => visits.version(visit, version - 1), staleTime: Infinity, enabled: version > 1 })
  if (now.isPending || (version > 1 && before.isPending)) return <Loading what="the version" />
  if (now.isError) return <Failure what="version" error={now.error} />
  const changes = changesBetween(before.data ?? null, now.data)
  return (
    <div className={classes.changes}>
      {changes.length === 0 && <Text size="sm">No words changed: something was answered.</Text>}
      {changes.map((c, i) => (
        <div key={i}>
          <Text size="xs" c="dimmed">
            {c.section}
          </Text>
          {c.before && <del className={classes.gone}>{c.before}</del>}
          {c.after && <ins className={classes.come}>{c.after}</ins>}
        </div>
      ))}
    </div>
  )
}
