import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page, built into dist/dashboard. File names hold a hash of their content, so browsers can cache them forever. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../../dist/dashboard',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0, // the content security policy allows no inline code
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
})
