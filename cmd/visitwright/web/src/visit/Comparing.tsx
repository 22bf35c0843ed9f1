import { lazy, Suspense } from 'react'
import type { Sentence, VisitView } from '../api/types'
import { offerUndo } from '../frame/Undo'
import { giveBack } from './edit'
import type { useNote } from './useVisit'

const Compare = lazy(() => import('../compare/Compare'))

/** The two drafts beside each other, over the whole page, whatever its width becomes meanwhile. */
export function Comparing({ view, note, close }: { view: VisitView; note: ReturnType<typeof useNote>; close: () => void }) {
  const taken = (s: Sentence, instead: Sentence | undefined) =>
    offerUndo(instead ? 'The sentence was put in place.' : 'The sentence was added.', () => void note.save(giveBack(s, instead), 'Undo: take a sentence'))
  return (
    <Suspense fallback={null}>
      <Compare view={view} close={close} taken={taken} />
    </Suspense>
  )
}
