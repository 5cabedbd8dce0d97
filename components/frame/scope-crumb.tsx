'use client';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext } from 'react';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';

interface FrameScope {
  customer: string;
  /** null: all projects together. */
  project: string | null;
}

const Scope = createContext<FrameScope>({ customer: '', project: null });

export function ScopeProvider({ children, ...scope }: FrameScope & { children: ReactNode }) {
  return <Scope value={scope}>{children}</Scope>;
}

/** The breadcrumb of a list: whose things it lists, so that nobody takes one project for the whole. */
export function ScopeCrumb({ of, title }: { of: 'project' | 'customer'; title: string }) {
  const t = useTranslations('frame.project');
  const { customer, project } = useContext(Scope);
  return (
    <Breadcrumb items={[{ label: of === 'customer' ? customer : (project ?? t('all')) }, { label: title }]} />
  );
}
