"""From passages to an answer: choosing sentences, the answerability gate, composing, receipts."""
