'use client';
import ChevronDown from 'lucide-react/icons/chevron-down';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../button.tsx';
import { IconButton } from '../icon-button.tsx';
import { Menu, MenuItem } from '../menu.tsx';
import type { TablePage } from './table-query.ts';
import type { BulkAction, TableSelection } from './table-types.ts';

interface SelectionBarProps {
  selection: TableSelection;
  page: TablePage<unknown> | undefined;
  matching: boolean;
  actions: readonly BulkAction[];
  onSelectMatching: () => void;
  onClear: () => void;
}

const inSight = 3;

/** Floats above the rows it is about; what does not fit goes under More. */
export function SelectionBar(props: SelectionBarProps) {
  const { selection, page, matching, actions, onSelectMatching, onClear } = props;
  const t = useTranslations('ui.table');
  const [running, setRunning] = useState<string>();
  const run = async (action: BulkAction) => {
    setRunning(action.id);
    try {
      if (await action.onRun(selection)) onClear();
    } finally {
      setRunning(undefined);
    }
  };
  const rest = actions.slice(inSight);
  return (
    <div className="pointer-events-none sticky bottom-3 z-20 flex h-0 items-end justify-center px-3">
      <div
        role="toolbar"
        aria-label={t('selectionActions')}
        className="base-ui-disable-scrollbar pointer-events-auto mb-3 flex max-w-full flex-wrap items-center gap-2 rounded-xl border border-edge bg-raised py-2 pr-2 pl-3.5 shadow-2 sm:flex-nowrap sm:overflow-x-auto"
      >
        <span className="whitespace-nowrap font-medium max-sm:-order-2">
          {t(selection.atLeast ? 'selectedAtLeast' : 'selected', { count: selection.count })}
        </span>
        {page && !matching && (page.atLeast || page.total > selection.count) ? (
          <button
            type="button"
            onClick={onSelectMatching}
            className="whitespace-nowrap rounded-sm text-dim underline max-sm:-order-2 decoration-ghost underline-offset-3 hover:text-ink"
          >
            {t(page.atLeast ? 'selectMatchingAtLeast' : 'selectMatching', { total: page.total })}
          </button>
        ) : null}
        {/* On a phone the words and the cross keep the first line, the actions have the second. */}
        <span aria-hidden="true" className="basis-full sm:hidden" />
        {actions.slice(0, inSight).map((action) => (
          <Button
            key={action.id}
            icon={action.icon}
            pending={running === action.id}
            disabled={running !== undefined}
            onClick={() => void run(action)}
          >
            {action.label}
          </Button>
        ))}
        {rest.length > 0 ? (
          <Menu
            align="end"
            side="top"
            trigger={
              <Button disabled={running !== undefined}>
                {t('more')}
                <ChevronDown aria-hidden="true" />
              </Button>
            }
          >
            {rest.map((action) => (
              <MenuItem
                key={action.id}
                icon={action.icon}
                danger={action.danger}
                onSelect={() => void run(action)}
              >
                {action.label}
              </MenuItem>
            ))}
          </Menu>
        ) : null}
        <IconButton
          label={t('clearSelection')}
          icon={<X aria-hidden="true" />}
          onClick={onClear}
          className="max-sm:-order-1 max-sm:ml-auto"
        />
      </div>
    </div>
  );
}
