import type { ReactNode } from 'react';

interface FactsAndTabsProps {
  facts: ReactNode;
  tabs: ReactNode;
  /** The tab that opens first is. */
  isFirst: boolean;
}

/**
 * What answers before anyone asks stands above the tabs. On a phone these would begin below the fold then: there they
 * keep one place on all tabs, and the facts are the beginning of the first.
 */
export function FactsAndTabs({ facts, tabs, isFirst }: FactsAndTabsProps) {
  return (
    <div className="flex flex-col">
      <div className={isFirst ? 'max-md:mb-4' : 'max-md:hidden'}>{facts}</div>
      <div className="max-md:order-first">{tabs}</div>
    </div>
  );
}
