import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { Frame } from './frame/Frame'
import { NotFound, RouteFailure } from './frame/NotFound'
import { page } from './pages'

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: RouteFailure })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (s: Record<string, unknown>): { to?: string } => (typeof s.to === 'string' && /^\/(?!\/)/.test(s.to) ? { to: s.to } : {}),
  component: page(() => import('./account/SignIn'), 'SignIn'),
})
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup/$token',
  component: page(() => import('./account/FirstAdministrator'), 'FirstAdministrator'),
})
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame })
const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how the router is told
    throw redirect({ to: '/today', replace: true })
  },
})
const today = createRoute({
  getParentRoute: () => frame,
  path: '/today',
  validateSearch: (s: Record<string, unknown>): { date?: string } => (typeof s.date === 'string' && /^\d{4}-\d\d-\d\d$/.test(s.date) ? { date: s.date } : {}),
  component: page(() => import('./schedule/Today'), 'Today'),
})
const patients = createRoute({
  getParentRoute: () => frame,
  path: '/patients',
  component: page(() => import('./patients/Patients'), 'Patients'),
})
const chart = createRoute({ getParentRoute: () => frame, path: '/patients/$id', component: page(() => import('./patients/ChartPage'), 'ChartPage') })
const visit = createRoute({ getParentRoute: () => frame, path: '/visits/$id', component: page(() => import('./visit/VisitPage'), 'VisitPage') })
const summary = createRoute({ getParentRoute: () => frame, path: '/visits/$id/summary', component: page(() => import('./summary/SummaryPage'), 'SummaryPage') })
const previsit = createRoute({ getParentRoute: () => frame, path: '/patients/$id/previsit', component: page(() => import('./summary/PrevisitPage'), 'PrevisitPage') })
const coding = createRoute({ getParentRoute: () => frame, path: '/coding', component: page(() => import('./desk/Worklist'), 'Worklist') })
const codingQuestions = createRoute({ getParentRoute: () => frame, path: '/coding/questions', component: page(() => import('./desk/Questions'), 'Questions') })
const codingCodes = createRoute({
  getParentRoute: () => frame,
  path: '/coding/codes',
  validateSearch: (s: Record<string, unknown>): { at?: string } => (typeof s.at === 'string' && s.at.length < 20 ? { at: s.at } : {}),
  component: page(() => import('./desk/Browser'), 'Browser'),
})
const codingReport = createRoute({ getParentRoute: () => frame, path: '/coding/report', component: page(() => import('./desk/Report'), 'Report') })
const codingCase = createRoute({ getParentRoute: () => frame, path: '/coding/$id', component: page(() => import('./desk/CasePage'), 'CasePage') })
const settings = createRoute({ getParentRoute: () => frame, path: '/settings', component: page(() => import('./account/Settings'), 'Settings') })
const users = createRoute({ getParentRoute: () => frame, path: '/settings/users', component: page(() => import('./admin/Users'), 'Users') })
const audit = createRoute({ getParentRoute: () => frame, path: '/settings/audit', component: page(() => import('./admin/Audit'), 'Audit') })
const jobs = createRoute({ getParentRoute: () => frame, path: '/settings/jobs', component: page(() => import('./admin/Jobs'), 'Jobs') })
const schedules = createRoute({ getParentRoute: () => frame, path: '/settings/immunization', component: page(() => import('./alerts/SchedulePage'), 'SchedulePage') })
const rules = createRoute({ getParentRoute: () => frame, path: '/settings/rules', component: page(() => import('./alerts/Rules'), 'Rules') })
const ownWordings = createRoute({ getParentRoute: () => frame, path: '/settings/wordings', component: page(() => import('./templates/WordingsPage'), 'WordingsPage') })
const noteTemplates = createRoute({ getParentRoute: () => frame, path: '/settings/templates', component: page(() => import('./templates/TemplatesPage'), 'TemplatesPage') })
const alertReport = createRoute({ getParentRoute: () => frame, path: '/reports/alerts', component: page(() => import('./alerts/MonthReport'), 'MonthReport') })
const careGaps = createRoute({ getParentRoute: () => frame, path: '/care-gaps', component: page(() => import('./alerts/CareGapsPage'), 'CareGapsPage') })

export const router = createRouter({
  routeTree: root.addChildren([signIn, setup, frame.addChildren([home, today, patients, chart, visit, coding, codingQuestions, codingCodes, codingReport, codingCase, settings, users, audit, jobs, rules, schedules, ownWordings, noteTemplates, alertReport, careGaps, previsit, summary])]),
  defaultErrorComponent: RouteFailure,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
