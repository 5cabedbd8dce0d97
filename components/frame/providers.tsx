'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ToastProvider } from '#components/ui/toast.tsx';
import { TimeZoneCookie } from './time-zone-cookie.tsx';

function createQueryClient() {
  // What a loader painted counts as fresh for a moment; what changes afterwards comes by server-sent events.
  return new QueryClient({
    defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true } },
  });
}

export function Providers({ nonce, children }: { nonce?: string | undefined; children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <CSPProvider nonce={nonce} disableStyleElements>
      <QueryClientProvider client={client}>
        <Tooltip.Provider delay={450} closeDelay={60}>
          <ToastProvider>{children}</ToastProvider>
        </Tooltip.Provider>
        <TimeZoneCookie />
      </QueryClientProvider>
    </CSPProvider>
  );
}
