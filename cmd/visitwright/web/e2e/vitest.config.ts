import { defineConfig } from 'vitest/config'

// One browser at a time: the machine is small, and the tests share nothing.
export default defineConfig({
  test: { root: import.meta.dirname, include: [`${process.env.SUITE ?? '*.e2e'}.ts`], environment: 'node', testTimeout: 240_000, hookTimeout: 120_000, fileParallelism: false },
})
