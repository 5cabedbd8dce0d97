'use client';
import Check from 'lucide-react/icons/check';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import FolderKanban from 'lucide-react/icons/folder-kanban';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cx } from '#components/ui/cx.ts';
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu.tsx';
import type { FrameProject } from './frame-types.ts';

interface ProjectPickerProps {
  projects: readonly FrameProject[];
  /** None: all projects together. */
  current: FrameProject | null;
  /** null: all projects together. */
  onChoose: (projectId: string | null) => void;
  addHref?: string | undefined;
  /** Only a picture, beside the narrow menu. */
  compact?: boolean | undefined;
}

const searchFrom = 8;

export function ProjectPicker({ projects, current, onChoose, addHref, compact }: ProjectPickerProps) {
  const t = useTranslations('frame.project');
  const [text, setText] = useState('');
  const shown = projects.filter((project) => project.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Menu
      className="w-60"
      onOpenChange={() => setText('')}
      trigger={
        compact ? (
          <button
            type="button"
            aria-label={`${t('label')}: ${current?.name ?? t('all')}`}
            title={current?.name ?? t('all')}
            className="grid size-9 place-items-center rounded-[9px] border border-line bg-panel text-dim shadow-1 transition-colors hover:border-edge hover:text-ink data-[popup-open]:border-edge"
          >
            <FolderKanban aria-hidden="true" className={cx('size-4', current && 'text-accent')} />
          </button>
        ) : (
          <button
            type="button"
            className="flex w-full items-center gap-2 rounded-[9px] border border-line bg-panel px-2.5 py-[7px] text-left shadow-1 transition-colors hover:border-edge data-[popup-open]:border-edge"
          >
            <span className="min-w-0 flex-1">
              <span className="block text-2xs text-faint">{t('label')}</span>
              <span className="block truncate font-medium">{current?.name ?? t('all')}</span>
            </span>
            <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-faint" />
          </button>
        )
      }
    >
      {projects.length >= searchFrom ? (
        <input
          aria-label={t('search')}
          placeholder={t('search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) =>
            event.key !== 'Escape' &&
            event.key !== 'ArrowDown' &&
            event.key !== 'ArrowUp' &&
            event.stopPropagation()
          }
          className="control mb-1"
        />
      ) : null}
      <MenuItem
        onSelect={() => onChoose(null)}
        trail={current === null ? <Check aria-hidden="true" className="size-4 text-accent" /> : null}
      >
        {t('all')}
      </MenuItem>
      {shown.map((project) => (
        <MenuItem
          key={project.id}
          onSelect={() => onChoose(project.id)}
          trail={
            project.id === current?.id ? <Check aria-hidden="true" className="size-4 text-accent" /> : null
          }
        >
          <span title={project.name} className="line-clamp-2">
            {project.name}
          </span>
        </MenuItem>
      ))}
      {shown.length === 0 ? <div className="px-2.5 py-2 text-dim text-sm">{t('none')}</div> : null}
      {addHref ? (
        <>
          <MenuSeparator />
          <MenuItem icon={<Plus />} href={addHref}>
            {t('add')}
          </MenuItem>
        </>
      ) : null}
    </Menu>
  );
}
