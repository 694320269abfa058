;; What a user of Emacs with eglot sees of async-clangd, run by tools/dev/try-editors: emacs --batch -l emacs.el, with the
;; server as $ASYNC_CLANGD, and a.cpp of the current folder as the file.
(package-initialize)
(require 'eglot)
(setq eglot-sync-connect t
      eglot-autoshutdown t
      eglot-confirm-server-initiated-edits nil)

(defun try-say (text &rest arguments) (princ (concat "  " (apply #'format text arguments) "\n")))

(defun try-wait (condition what)
  (let ((end (time-add nil 120)))
    (while (not (funcall condition))
      (when (time-less-p end nil)
        (message "Emacs: %s: %s" what (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
        (kill-emacs 1))
      (accept-process-output nil 0.05))))

(defun try-finding (text)
  "The diagnostic whose message has TEXT; nil if there is none."
  (seq-find (lambda (each) (string-match-p (regexp-quote text) (flymake-diagnostic-text each)))
            (flymake-diagnostics)))

;; What timers do when Emacs is idle, which it never is in batch mode.
(defun try-typed ()
  (eglot--signal-textDocument/didChange)
  (flymake-start))

(find-file "a.cpp")
(c++-mode)
(eglot '(c++-mode) (project-current) 'eglot-lsp-server
       (list (getenv "ASYNC_CLANGD") "--log=error" "--background-index=false" "--background-async-index=false") "cpp")
(flymake-mode 1)
(flymake-start)

(try-wait (lambda () (try-finding "[async-unawaited-task]")) "no diagnostic came")
(let* ((found (try-finding "[async-unawaited-task]"))
       (text (flymake-diagnostic-text found))
       (line (line-number-at-pos (flymake-diagnostic-beg found))))
  (try-say "underlines line %d: %s" line (car (split-string text "\n")))
  ;; It declares that it takes no related information, so clangd puts the notes into the message.
  (unless (string-match-p "note: 'later' is awaited or passed on here, but not on every path" text)
    (message "Emacs: the note is not in the message: %s" text)
    (kill-emacs 1))
  (try-say "shows the note in the message"))

(goto-char (point-min))
(insert "// typed\n")
(try-typed)
(let ((found (try-finding "[async-discarded-result]")))
  (try-wait (lambda ()
              (setq found (try-finding "[async-discarded-result]"))
              (and found (= 5 (line-number-at-pos (flymake-diagnostic-beg found)))))
            "the underline does not move with what is typed")
  (try-say "the underline moves to line 5 while one types above it")
  (goto-char (flymake-diagnostic-beg found))
  (let ((actions (append (jsonrpc-request
                          (eglot--current-server-or-lose) :textDocument/codeAction
                          (list :textDocument (eglot--TextDocumentIdentifier)
                                :range (list :start (eglot--pos-to-lsp-position (point))
                                             :end (eglot--pos-to-lsp-position (flymake-diagnostic-end found)))
                                :context (list :diagnostics
                                               (vector (cdr (assoc 'eglot-lsp-diag
                                                                   (eglot--diag-data found)))))))
                         nil)))
    (unless actions
      (message "Emacs: no fix is offered")
      (kill-emacs 1))
    (eglot--apply-workspace-edit (plist-get (car actions) :edit))
    (try-say "applies the fix \"%s\"" (plist-get (car actions) :title))))
(unless (string-match-p "  co_await value();\n  auto later" (buffer-string))
  (message "Emacs: the fix was not applied")
  (kill-emacs 1))
(try-typed)
(try-wait (lambda () (not (try-finding "[async-discarded-result]"))) "the finding stays although it is mended")
(try-say "and the finding goes")
(set-buffer-modified-p nil)
(ignore-errors (eglot-shutdown (eglot-current-server)))
(kill-emacs 0)
