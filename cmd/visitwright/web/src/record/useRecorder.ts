import { useSyncExternalStore } from 'react'
import { recorder, type RecorderState } from './recorder'

/** The recorder's state, kept up to date. */
export const useRecorder = (): RecorderState => useSyncExternalStore(recorder.subscribe, recorder.snapshot)
