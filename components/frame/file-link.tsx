'use client';
import { type ComponentProps, useCallback } from 'react';
import { DownloadLink } from '#components/ui/button.tsx';
import { useFile } from './use-file.ts';

/** A link to a file of ours; a refusal is told on the page that it was asked for from. */
export function FileLink({ href, ...props }: ComponentProps<typeof DownloadLink> & { href: string }) {
  const { fetchFile, pending } = useFile();
  const onClick = useCallback(
    (event: React.MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (!pending) fetchFile(href);
    },
    [fetchFile, href, pending],
  );
  return <DownloadLink {...props} href={href} onClick={onClick} aria-busy={pending || undefined} />;
}
