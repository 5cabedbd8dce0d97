'use client';
import ArrowRight from 'lucide-react/icons/arrow-right';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type MouseEvent, type ReactNode, useTransition } from 'react';
import { writePreference } from '#components/frame/preference-cookie.ts';

interface ToProjectListProps {
  projectId: string;
  href: string;
  children: ReactNode;
}

/** Leads to a list and chooses the project in the picker, which is what narrows it; in a new tab just as well. */
export function ToProjectList({ projectId, href, children }: ToProjectListProps) {
  const router = useRouter();
  const [, start] = useTransition();
  const choose = () => writePreference('project', projectId);
  const go = (event: MouseEvent) => {
    choose();
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    start(() => {
      router.push(href);
      // The frame is shared with this page: without it the picker would still show what was chosen before.
      router.refresh();
    });
  };
  return (
    <Link
      href={href}
      prefetch={false}
      onClick={go}
      onAuxClick={choose}
      className="inline-flex items-center gap-1.5 rounded-sm font-medium text-accent text-sm hover:underline [&_svg]:size-3.5"
    >
      {children}
      <ArrowRight aria-hidden="true" />
    </Link>
  );
}
