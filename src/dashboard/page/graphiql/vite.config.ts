import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** GraphiQL, built into dist/graphiql; it asks for its files below `/graphiql/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/graphiql/',
  plugins: [react()],
  build: {
    outDir: '../../../../dist/graphiql',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
})
