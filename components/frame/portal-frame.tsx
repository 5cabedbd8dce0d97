'use client';
import PanelLeftClose from 'lucide-react/icons/panel-left-close';
import PanelLeftOpen from 'lucide-react/icons/panel-left-open';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import { Drawer } from '#components/ui/drawer.tsx';
import type {
  FoundPlace,
  FrameMenuGroup,
  FrameProject,
  FrameSection,
  FrameUser,
  SearchFunction,
  SectionId,
} from './frame-types.ts';
import { writePreference } from './preference-cookie.ts';
import { ProjectPicker } from './project-picker.tsx';
import { SideMenu } from './side-menu.tsx';
import { TopBar } from './top-bar.tsx';

export interface PortalFrameProps {
  user: FrameUser;
  /** Only the sections the reader may enter. */
  sections: readonly FrameSection[];
  currentSection: SectionId;
  homeHref: string;
  profileHref?: string | undefined;
  menu: readonly FrameMenuGroup[];
  /** Left out where projects do not matter, e.g. Organization. */
  projects?: readonly FrameProject[] | undefined;
  currentProject?: FrameProject | null | undefined;
  onChooseProject?: ((projectId: string | null) => void) | undefined;
  addProjectHref?: string | undefined;
  search: SearchFunction;
  /** Pages that can be gone to by their name. */
  places: readonly FoundPlace[];
  /** The bell. */
  notices?: ReactNode;
  onSignOut: () => void | Promise<void>;
  /** From the `menu` cookie, so that the first paint has the right width. */
  narrowMenu?: boolean | undefined;
  children: ReactNode;
}

export function PortalFrame(props: PortalFrameProps) {
  const { sections, currentSection, menu, narrowMenu = false, children } = props;
  const t = useTranslations('frame');
  const [narrow, setNarrow] = useState(narrowMenu);
  const [drawer, setDrawer] = useState(false);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving anywhere closes the drawer that led there
  useEffect(() => setDrawer(false), [pathname]);
  const toggle = () => {
    writePreference('menu', narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  };
  return (
    <>
      <a
        href="#content"
        className="sr-only z-40 rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <TopBar {...props} onOpenMenu={() => setDrawer(true)} />
      <div
        className={cx(
          'md:grid',
          narrow ? 'md:grid-cols-[56px_minmax(0,1fr)]' : 'md:grid-cols-[224px_minmax(0,1fr)]',
        )}
      >
        <aside className="sticky top-12 flex h-[calc(100dvh-48px)] flex-col border-line border-r max-md:hidden">
          <div className="flex-1 overflow-y-auto overflow-x-hidden px-2.5 pt-3 pb-4">
            <Picker {...props} compact={narrow} />
            <SideMenu groups={menu} narrow={narrow} />
          </div>
          <button
            type="button"
            onClick={toggle}
            aria-expanded={!narrow}
            className={cx(
              'focus-inset flex h-10 items-center gap-2 border-line-soft border-t text-faint text-xs hover:text-ink [&_svg]:size-4',
              narrow ? 'justify-center' : 'px-4.5',
            )}
          >
            {narrow ? <PanelLeftOpen aria-hidden="true" /> : <PanelLeftClose aria-hidden="true" />}
            <span className={narrow ? 'sr-only' : undefined}>{narrow ? t('widen') : t('narrow')}</span>
          </button>
        </aside>
        <main id="content" tabIndex={-1} className="min-w-0 px-4 pt-3.5 pb-6 outline-none md:px-6">
          {children}
        </main>
      </div>
      <Drawer open={drawer} onOpenChange={setDrawer} side="left" title="Things Portal" className="w-[300px]!">
        <Picker {...props} />
        <SideMenu groups={menu} />
        <nav aria-label={t('sections')} className="mt-5 flex flex-col gap-px border-line border-t pt-3">
          {sections.map((section) => (
            <Link
              key={section.id}
              href={section.href}
              aria-current={section.id === currentSection ? 'true' : undefined}
              className={cx(
                'flex h-10 items-center rounded-[7px] px-2',
                section.id === currentSection ? 'bg-sel font-medium' : 'text-dim',
              )}
            >
              {section.label}
            </Link>
          ))}
        </nav>
      </Drawer>
    </>
  );
}

function Picker({
  projects,
  currentProject,
  onChooseProject,
  addProjectHref,
  compact,
}: PortalFrameProps & { compact?: boolean }) {
  if (!projects || !onChooseProject) return null;
  return (
    <div className="mb-4">
      <ProjectPicker
        projects={projects}
        current={currentProject ?? null}
        onChoose={onChooseProject}
        addHref={addProjectHref}
        compact={compact}
      />
    </div>
  );
}
