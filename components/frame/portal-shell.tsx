'use client';
import { useQueryClient } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import { signOut } from 'next-auth/react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useTransition } from 'react';
import { NoticeBell } from '#components/alerts/notice-bell.tsx';
import { ErrorWordsProvider } from '#components/ui/data-table/failed-rows.tsx';
import { DownloadProvider } from '#components/ui/download.tsx';
import type { FrameProject, FrameUser, SectionId } from './frame-types.ts';
import { PortalFrame } from './portal-frame.tsx';
import { type MenuFacts, usePlaces, usePortalMenu } from './portal-menu.tsx';
import { writePreference } from './preference-cookie.ts';
import { useRefusalWords } from './refusal-words.ts';
import { useAskedDownload } from './use-asked-download.ts';
import { useSearch } from './use-search.ts';

export interface PortalShellProps extends MenuFacts {
  user: FrameUser;
  /** Those that the reader's roles open, in their order. */
  sections: readonly SectionId[];
  /** null: the reader may see no project. */
  projects: readonly FrameProject[] | null;
  projectId: string | null;
  narrowMenu: boolean;
  /** The reader hears of alerts. */
  hasNotices: boolean;
  children: ReactNode;
}

const homes: Record<SectionId, string> = {
  manager: '/manager/devices',
  creator: '/creator/decoders',
  support: '/support',
  organization: '/organization/users',
};

/** The frame with what only the browser knows: where the reader is, and how they leave. */
export function PortalShell(props: PortalShellProps) {
  const { user, sections, projects, projectId, narrowMenu, children } = props;
  const t = useTranslations('frame.section');
  const pathname = usePathname();
  const current = sections.find((id) => pathname.startsWith(`/${id}`)) ?? sections[0] ?? 'manager';
  const menu = usePortalMenu(current, props);
  const choose = useChooseProject();
  const download = useAskedDownload();
  const words = useRefusalWords();
  return (
    <PortalFrame
      user={user}
      sections={sections.map((id) => ({ id, label: t(id), href: homes[id] }))}
      currentSection={current}
      homeHref={homes[sections[0] ?? 'manager']}
      menu={menu}
      projects={current === 'manager' && projects ? projects : undefined}
      currentProject={projects?.find((project) => project.id === projectId) ?? null}
      onChooseProject={choose}
      addProjectHref={props.rights.projects.create ? '/organization/projects?new' : undefined}
      search={useSearch()}
      places={usePlaces(sections, props)}
      notices={props.hasNotices ? <NoticeBell /> : undefined}
      onSignOut={() => signOut({ callbackUrl: '/sign-in' })}
      narrowMenu={narrowMenu}
    >
      <ErrorWordsProvider value={words}>
        <DownloadProvider value={download}>{children}</DownloadProvider>
      </ErrorWordsProvider>
    </PortalFrame>
  );
}

/** The choice is a cookie, so that the server paints every list narrowed from the first frame on. */
function useChooseProject() {
  const router = useRouter();
  const client = useQueryClient();
  const [, start] = useTransition();
  return (projectId: string | null) => {
    writePreference('project', projectId ?? '');
    // A cursor or a page of the other choice means nothing in this one.
    if (window.location.search) window.history.replaceState(null, '', window.location.pathname);
    client.removeQueries({ type: 'inactive' });
    start(() => router.refresh());
  };
}
