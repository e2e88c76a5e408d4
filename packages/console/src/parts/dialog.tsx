/** A question over the page: Escape and a press outside leave it. */
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly place?: 'side' | 'top' | undefined;
  readonly wide?: boolean;
  /** The title is spoken and not shown. */
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

export function Dialog({
  title,
  isOpen,
  onClose,
  place,
  wide = false,
  quiet = false,
  children,
}: DialogProps) {
  return (
    <ModalOverlay
      className="overlay"
      data-side={place === 'side' || undefined}
      data-top={place === 'top' || undefined}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="modal" data-wide={wide || undefined}>
        <AriaDialog className="dialog">
          <Heading slot="title" level={2} {...(quiet ? { className: 'only-spoken' } : {})}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
