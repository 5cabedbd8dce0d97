'use client';
import { Popover as Base } from '@base-ui/react/popover';
import { useFinalFocus } from '../final-focus.ts';
import { FilterEditor } from './filter-editor.tsx';
import type { ExtraFilter } from './table-types.ts';
import type { TableUrlState } from './use-table-state.ts';

export const filterPopupClass = 'popup w-72 max-w-[calc(100vw-16px)] p-3 outline-none';

interface FilterPopoverProps {
  /** Null: closed. */
  target: ExtraFilter | null;
  anchor: Element | null;
  state: TableUrlState;
  onClose: () => void;
}

/** Edits the filter of one column, beside what it was opened from. */
export function FilterPopover({ target, anchor, state, onClose }: FilterPopoverProps) {
  const current = target && state.query.filters.find((filter) => filter.field === target.field);
  const [popup, focusAfter] = useFinalFocus(
    () => anchor?.closest('button') ?? anchor?.querySelector('button'),
  );
  return (
    <Base.Root open={target !== null} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align="start" sideOffset={6} collisionPadding={8} className="z-60">
          <Base.Popup ref={popup} className={filterPopupClass} finalFocus={focusAfter}>
            {target ? (
              <>
                <Base.Title className="mb-2 font-semibold text-sm">{target.label}</Base.Title>
                <FilterEditor
                  target={target}
                  current={current ?? undefined}
                  onApply={(next) => {
                    onClose();
                    state.setFilter(next);
                  }}
                  onRemove={
                    current
                      ? () => {
                          onClose();
                          state.removeFilter(target.field);
                        }
                      : undefined
                  }
                />
              </>
            ) : null}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
