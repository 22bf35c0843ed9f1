import { expect, it } from 'vitest'
import { csv } from './csv'

it('quotes what needs it, and disarms formulas', () => {
  expect(csv(['Name', 'Age'], [['O"Leary, Tom', 82], ['=HYPERLINK("x")', -1], ['-5 mg', 0], ['two\nlines', 1]])).toBe(
    'Name,Age\r\n"O""Leary, Tom",82\r\n"\'=HYPERLINK(""x"")",-1\r\n\'-5 mg,0\r\n"two\nlines",1\r\n',
  )
})
