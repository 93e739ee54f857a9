;;; -*- lexical-binding: t -*-
;; Waits for eglot to draw hints, then writes what Emacs knows and shows to the file named by PARAM_LINT_ANSWER.
;; What stands in PARAM_LINT_DO, a form, is evaluated first, once there are hints.
(require 'json)
(require 'imenu)

(defun probe-wait (met)
  "Let Emacs work until MET gives something, and give that; nil after a minute."
  (let ((end (+ (float-time) 60)) found)
    (while (and (not (setq found (funcall met))) (< (float-time) end))
      (sit-for 0.1 t)
      (redisplay))
    found))

(defun probe-hints ()
  "Give the hints that are drawn, as (LINE TEXT), in order."
  (let (found)
    (dolist (overlay (overlays-in (point-min) (point-max)))
      (when (overlay-get overlay 'eglot--inlay-hint)
        (let ((text (or (overlay-get overlay 'before-string) (overlay-get overlay 'after-string))))
          (push (list (line-number-at-pos (overlay-start overlay)) (string-trim (substring-no-properties text)))
                found))))
    (sort found (lambda (one other) (< (car one) (car other))))))

(defun probe-findings ()
  "Give what flymake shows, as (LINE TYPE TEXT)."
  (mapcar (lambda (found)
            (list (line-number-at-pos (flymake-diagnostic-beg found))
                  (format "%s" (flymake-diagnostic-type found))
                  (substring-no-properties (flymake-diagnostic-text found))))
          (flymake-diagnostics)))

(defun probe-hover (place)
  "Give what eldoc says at the first occurrence of the text PLACE."
  (let (said)
    (goto-char (point-min))
    (search-forward place)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq said (and text (substring-no-properties text)))))
    (probe-wait (lambda () said))))

(defun probe-vectors (value)
  "Make JSON's arrays of the lists in VALUE."
  (if (listp value) (vconcat (mapcar #'probe-vectors value)) value))

(defun probe-answer ()
  "Write the facts: first whole, then under the name that is waited for."
  (sit-for 1 t)
  (let* ((hints (probe-hints))
         (done (condition-case problem
                   (eval (car (read-from-string (or (getenv "PARAM_LINT_DO") "nil"))) t)
                 (error (format "%S" problem))))
         (answer (getenv "PARAM_LINT_ANSWER"))
         (coding-system-for-write 'utf-8-unix)
         (facts (list :hints (probe-vectors hints) :done (probe-vectors done))))
    (write-region (json-encode facts) nil (concat answer ".part") nil 'quiet)
    (rename-file (concat answer ".part") answer)))

;; Asked again and again, not waited for in one call: that would run within eglot's own waiting for the server.
(defvar probe-timer nil)
(setq probe-timer (run-with-timer 0.5 0.2 (lambda ()
                                            (when (probe-hints)
                                              (cancel-timer probe-timer)
                                              (probe-answer)))))
