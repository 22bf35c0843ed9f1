import { Kbd, Modal, Table } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'

export interface Actions {
  move: (by: 1 | -1) => void
  play: () => void
  accept: () => void
  reject: () => void
  edit: () => void
  sign: () => void
  undo: () => void
  help: () => void
}

/** One key for each thing done a hundred times a day; typing in a field is left alone. */
export function useShortcuts(a: Actions): void {
  useHotkeys([
    ['j', () => a.move(1)],
    ['k', () => a.move(-1)],
    ['space', (e) => !onControl(e) && a.play(), { preventDefault: false }],
    ['a', () => a.accept()],
    ['x', () => a.reject()],
    ['e', () => a.edit()],
    ['s', () => a.sign()],
    ['shift+?', () => a.help()],
    ['?', () => a.help()],
    ['mod+z', () => a.undo()],
  ])
}

// Space on a button or link is that button's own, except where what it would do is choose what is chosen.
function onControl(e: KeyboardEvent): boolean {
  const at = e.target instanceof HTMLElement ? e.target.closest('button, a, [role="tab"], summary') : null
  if (at && at.getAttribute('aria-pressed') !== 'true') return true
  e.preventDefault()
  return false
}

const KEYS: [string, string][] = [
  ['j', 'Next item that wants an answer'], ['k', 'The one before'], ['Space', 'Play the evidence, or pause'], ['a', 'Accept'], ['x', 'Reject'],
  ['e', 'Edit the sentence'], ['s', 'Sign'], ['Ctrl Z', 'Undo the last change of the note'], ['Ctrl K', 'Find a patient, a visit or a page'], ['?', 'This list'],
]

export function Shortcuts({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keyboard">
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Tbody>
          {KEYS.map(([key, words]) => (
            <Table.Tr key={key}>
              <Table.Td w={90}>
                <Kbd>{key}</Kbd>
              </Table.Td>
              <Table.Td>{words}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
