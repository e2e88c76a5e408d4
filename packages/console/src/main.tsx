/** The console begins here: styles, the router, and one client for everything that is read. */
import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/figures.css';
import './styles/overlays.css';
import './styles/shell.css';
import './styles/lists.css';
import './styles/journey.css';
import './styles/charts.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { router } from './app/router.tsx';
import { applyTheme } from './app/theme.ts';

applyTheme();
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => error instanceof ApiError && error.isTransient && count < 2,
      refetchOnWindowFocus: false,
      // A server of this machine answers without a network, and a lost one must be told as lost.
      networkMode: 'always',
    },
  },
});
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
