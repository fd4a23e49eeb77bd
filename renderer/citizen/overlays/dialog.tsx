// One question over the desk, at most one at a time.

import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './dialog.module.css';

type DialogProps = {
  readonly title: string;
  readonly lead: string;
  readonly children?: ReactNode;
  readonly actions: ReactNode;
  readonly onEscape?: () => void;
};

export function Dialog({ title, lead, children, actions, onEscape }: DialogProps) {
  return (
    <ModalOverlay className={styles.overlay} isOpen isDismissable={false} isKeyboardDismissDisabled={!onEscape} onOpenChange={(open) => !open && onEscape?.()}>
      <Modal className={styles.modal}>
        <AriaDialog className={styles.dialog} role="alertdialog">
          {children}
          <div>
            <Heading slot="title" level={2} className={styles.title}>
              {title}
            </Heading>
            <p className={styles.lead}>{lead}</p>
          </div>
          <div className={styles.actions}>{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
