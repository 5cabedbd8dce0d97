'use client';
import { createContext, use } from 'react';

/** The browser saves what the server streams. */
export function startDownload(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}

/** The browser saves what it has fetched. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Saving begins in a later task.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What happens when a file is asked for; a product that can ask first, and tell a refusal, sets its own. */
const DownloadContext = createContext<(href: string) => void>(startDownload);

export const DownloadProvider = DownloadContext;

export const useDownload = () => use(DownloadContext);
