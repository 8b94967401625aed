//! One question at a time to a thread beside the window, with the one that is asked next; earlier ones are not answered
//! any more.

use super::jobs::{Job, Outcome, Progress};

/// What can be asked.
pub trait Question: Send + Sized + 'static {
    /// What answers it.
    type Answer: Send + 'static;

    /// What is being done meanwhile.
    const DOING: &'static str;

    /// Finds the answer, or why there is none, as a sentence for people.
    fn answer(&self, progress: &Progress) -> Result<Self::Answer, String>;
}

/// The answer to a question, or why there is none.
pub type Answered<Q> = Result<<Q as Question>::Answer, String>;

/// Questions of one kind.
pub struct Inquiry<Q: Question> {
    job: Option<(u64, Job<Answered<Q>>)>,
    next: Option<(u64, Q)>,
    answer: Option<(u64, Answered<Q>)>,
}

impl<Q: Question> Default for Inquiry<Q> {
    fn default() -> Self {
        Self { job: None, next: None, answer: None }
    }
}

impl<Q: Question> Inquiry<Q> {
    /// Asks; `version` tells the question from earlier ones, which are not answered any more.
    pub fn ask(&mut self, version: u64, question: Q, wake: impl Fn() + Send + 'static) {
        match &self.job {
            Some((_, job)) => {
                job.progress.stop();
                self.next = Some((version, question));
            }
            None => self.begin(version, question, wake),
        }
    }

    fn begin(&mut self, version: u64, question: Q, wake: impl Fn() + Send + 'static) {
        let job = Job::start(Q::DOING.to_owned(), wake, move |progress| question.answer(progress));
        self.job = Some((version, job));
    }

    /// Takes in an answer that has arrived, and begins with the next question.
    pub fn poll(&mut self, wake: impl Fn() + Send + 'static) {
        let answer = match self.job.as_ref().map(|(version, job)| (*version, job.poll())) {
            Some((version, Outcome::Done(answer))) => (version, answer),
            Some((version, Outcome::Lost)) => {
                (version, Err("This failed by a mistake of the program; the log has more".to_owned()))
            }
            Some((_, Outcome::Running)) | None => return,
        };
        self.job = None;
        match self.next.take() {
            Some((version, question)) => self.begin(version, question, wake),
            None => self.answer = Some(answer),
        }
    }

    /// Lets go of everything: nobody asks any more.
    pub fn forget(&mut self) {
        if let Some((_, job)) = self.job.take() {
            job.progress.stop();
        }
        self.next = None;
        self.answer = None;
    }

    /// The answer to a question, once it is there.
    pub fn of(&self, version: u64) -> Option<&Answered<Q>> {
        self.answer.as_ref().filter(|(of, _)| *of == version).map(|(_, answer)| answer)
    }

    /// The newest answer that is there, to whatever was asked.
    pub fn last(&self) -> Option<&Answered<Q>> {
        self.answer.as_ref().map(|(_, answer)| answer)
    }

    /// Takes in the answer to a question that was asked elsewhere.
    pub fn know(&mut self, version: u64, answer: Answered<Q>) {
        self.answer = Some((version, answer));
    }

    /// Takes the answer to a question away, to do what it says.
    pub fn take(&mut self, version: u64) -> Option<Answered<Q>> {
        self.answer.take_if(|(of, _)| *of == version).map(|(_, answer)| answer)
    }

    /// What is being done for the answer just now, and how far it is.
    pub fn doing(&self) -> (String, Option<f32>) {
        let Some((_, job)) = &self.job else { return (String::new(), None) };
        let (done, of) = job.progress.counts();
        (job.progress.what(), (of > 0).then(|| done as f32 / of as f32))
    }
}
