import { createTheme, type MantineColorsTuple } from '@mantine/core'

// One meaning, one colour: red blocks, amber wants an answer, blue is chosen or
// informing, green is done and safe, grey is history. Shades 6 and 7 hold 4.5:1
// as text on white; the theme picks lighter ones in the dark.
const blue: MantineColorsTuple = ['#eef5fb', '#d8e7f4', '#aecde7', '#81b1d9', '#5a99cd', '#3c85c0', '#22699f', '#1c5d8f', '#174f7b', '#103c60']
const amber: MantineColorsTuple = ['#fff6e3', '#fdeac4', '#f8d38c', '#f1b950', '#e0a02a', '#b87a0c', '#8f5c00', '#7d5000', '#684200', '#4d3000']
const red: MantineColorsTuple = ['#fdeeee', '#f9d7d6', '#f1adab', '#e7807d', '#dc5854', '#cc3a36', '#b42a26', '#9d221f', '#831a18', '#631110']
const green: MantineColorsTuple = ['#eaf7ef', '#d0ecda', '#a1d8b5', '#6fc28e', '#46ad6c', '#2c9355', '#1d7542', '#17663a', '#11522e', '#0a3b20']

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 6, dark: 6 },
  colors: { blue, amber, red, green },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1.125rem' }, h3: { fontSize: '0.9375rem' } } },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    Loader: { defaultProps: { type: 'dots' } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 }, closeButtonProps: { 'aria-label': 'Close' } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
    Tooltip: { defaultProps: { openDelay: 400 } },
  },
})
