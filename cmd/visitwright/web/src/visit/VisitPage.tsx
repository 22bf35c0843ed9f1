import { useParams } from '@tanstack/react-router'
import { useLive } from './live'
import { useVisit } from './useVisit'
import { Failure, Loading } from '../frame/states'
import { Workspace } from './Workspace'

/** The visit: from consent to the signed note. */
export function VisitPage() {
  const { id } = useParams({ from: '/frame/visits/$id' })
  const live = useLive(id)
  const visit = useVisit(id, live.connected)
  if (visit.isPending) return <Loading what="the visit" />
  if (visit.isError && !visit.data) return <Failure what="visit" error={visit.error} again={() => void visit.refetch()} />
  return <Workspace key={id} view={visit.data} live={live} stale={visit.isError || live.lost} />
}
