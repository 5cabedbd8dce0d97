'use client';
import { useEffect, useState } from 'react';
import type { SimulatedSender } from '#server/device-simulator/contract.ts';

export type SenderState =
  | { state: 'opening' }
  | { state: 'no-link' }
  | { state: 'refused' }
  | { state: 'unreachable' }
  | { state: 'ready'; sender: SimulatedSender };

/** What stands behind the # never leaves the browser but for this one exchange. */
export function useSender(): SenderState {
  const [state, setState] = useState<SenderState>({ state: 'opening' });
  useEffect(() => {
    let current = 0;
    const open = async () => {
      const turn = ++current;
      const token = window.location.hash.slice(1);
      setState(token === '' ? { state: 'no-link' } : { state: 'opening' });
      if (token === '') return;
      const next = await senderOf(token);
      if (turn === current) setState(next);
    };
    void open();
    window.addEventListener('hashchange', open);
    return () => {
      current = -1;
      window.removeEventListener('hashchange', open);
    };
  }, []);
  return state;
}

async function senderOf(token: string): Promise<SenderState> {
  try {
    const answer = await fetch('/simulator/open', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) return { state: 'ready', sender: (await answer.json()) as SimulatedSender };
    return { state: answer.status < 500 && answer.status !== 429 ? 'refused' : 'unreachable' };
  } catch {
    return { state: 'unreachable' };
  }
}
