import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import classes from './Undo.module.css'

/** Says what was done, and takes it back at a click. */
export function offerUndo(words: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: 12_000, closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <span className={classes.undo}>
        {words}
        <Button
          size="compact-sm" variant="default"
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          Undo
        </Button>
      </span>
    ),
  })
}
