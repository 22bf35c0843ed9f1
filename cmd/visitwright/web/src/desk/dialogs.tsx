import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Code } from '../api/types'
import type { Found } from './calls'
import { CodeSearch, type Family } from './CodeSearch'
import classes from './Desk.module.css'

/** A rejection says why: a digit, or words of one's own. */
export function Reject({ code, reasons, take, close }: { code: Code; reasons: string[]; take: (reason: string) => void; close: () => void }) {
  const [own, setOwn] = useState('')
  return (
    <Modal opened onClose={close} title={`Why is ${code.code} rejected?`}>
      <div className={classes.reasons}>
        <TextInput
          data-autofocus label="A digit, or another reason in your words" value={own} maxLength={500}
          onChange={(e) => {
            const reason = reasons[Number(e.target.value) - 1]
            if (/^[1-9]$/.test(e.target.value) && reason) take(reason)
            else setOwn(e.target.value)
          }}
          onKeyDown={(e) => e.key === 'Enter' && own.trim() && take(own.trim())}
        />
        {reasons.map((r, i) => <Button key={r} size="xs" variant="default" justify="flex-start" onClick={() => take(r)}>{i + 1}. {r}</Button>)}
      </div>
    </Modal>
  )
}

/** Another code, found while typing. */
export function Replace({ title, date, offered, family, take, close }: { title: string; date: string; offered: Found[]; family: Family; take: (c: Found) => void; close: () => void }) {
  return (
    <Modal opened onClose={close} title={title} size="lg">
      <CodeSearch label="Find the code" date={date} offered={offered} family={family} take={take} />
    </Modal>
  )
}

/** A question to the clinician; what was typed is kept through a reload. */
export function Ask({ visit, about, clinician, take, close }: { visit: string; about: string; clinician: string; take: (text: string) => void; close: () => void }) {
  const key = `typing:${visit}:question`
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '')
  const send = () => {
    sessionStorage.removeItem(key)
    take(text.trim())
  }
  return (
    <Modal opened onClose={close} title={`Ask ${clinician} about ${about}`}>
      <Textarea
        data-autofocus label="Question" description="Ask for what is not documented; do not suggest an answer." autosize minRows={3} maxLength={2000} value={text}
        onChange={(e) => { setText(e.target.value); sessionStorage.setItem(key, e.target.value) }}
        onKeyDown={(e) => e.key === 'Enter' && (e.ctrlKey || e.metaKey) && text.trim() && send()}
      />
      <Group justify="flex-end" mt="sm">
        <Button size="xs" disabled={!text.trim()} onClick={send}>Send (Ctrl Enter)</Button>
      </Group>
    </Modal>
  )
}
