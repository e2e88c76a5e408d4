/** Builds the console into the package that serves it. In development the API is beside it. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../onward/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    license: false,
  },
  server: { host: '127.0.0.1', proxy: { '/v1': 'http://127.0.0.1:4400' } },
});
