import { Modal } from '@mantine/core'
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { SignInForm } from '../account/SignInForm'
import { CheckingOff } from '../alerts/CheckingOff'
import { CommandBox } from './CommandBox'
import classes from './Frame.module.css'
import { Rail } from './Rail'
import { RecorderBar } from './RecorderBar'
import { SessionContext, useSessionQuery, useSignedOut } from './session'
import { Failure, Loading } from './states'

// The page that was wanted is opened after signing in.
function ToSignIn({ from }: { from: string }) {
  const [to] = useState(from)
  const go = useNavigate()
  useEffect(() => void go({ to: '/sign-in', search: to === '/' || to.startsWith('/sign-in') ? {} : { to }, replace: true }), [go, to])
  return null
}

/** What stays on every page: rail, recorder bar, command box. */
export function Frame() {
  const session = useSessionQuery()
  const [out, back] = useSignedOut()
  const path = useRouterState({ select: (s) => s.location.pathname })
  const main = useRef<HTMLElement>(null)
  const first = useRef(true)

  // A new page is announced and read from its top, except on the first load.
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true })
    first.current = false
  }, [path])

  if (session.isPending) return <Loading what="Visitwright" />
  if (session.isError) return <Failure what="page" error={session.error} again={() => void session.refetch()} />
  if (!session.data) return <ToSignIn from={path} />
  return (
    <SessionContext.Provider value={session.data}>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <div className={classes.frame}>
        <Rail />
        <main id="main" ref={main} tabIndex={-1} className={classes.main}>
          <CheckingOff />
          <Outlet />
        </main>
        <RecorderBar />
      </div>
      <CommandBox />
      <Modal opened={out} onClose={() => undefined} withCloseButton={false} closeOnEscape={false} title="You were signed out">
        <p>Sign in to go on. What you typed is still here, and a running recording goes on.</p>
        <SignInForm username={session.data.user.username} done={back} />
      </Modal>
    </SessionContext.Provider>
  )
}
