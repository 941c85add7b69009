// A bounded worker pool that gives results back in the order in which the work came.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace detente {

// Runs produce -> transform -> consume. `produce` and `consume` run on the calling thread,
// `transform` on `threads` workers. At most 2 * threads + 1 pieces of work are held at a time, so
// memory does not depend on how much there is. Ends when `produce` gives nothing more, or `consume`
// returns false (work already taken is finished and dropped).
template <class In, class Out>
class OrderedPool {
 public:
  struct Stages {
    std::function<std::optional<In>()> produce;
    std::function<Out(In)> transform;
    std::function<bool(Out)> consume;
  };

  static void run(std::size_t threads, const Stages& stages) {
    OrderedPool(threads, stages).drive();
  }

 private:
  OrderedPool(std::size_t threads, const Stages& stages) : stages_(stages), threads_(threads) {}

  struct End {
    OrderedPool& pool;
    ~End() {
      const std::scoped_lock lock(pool.mutex_);
      pool.ended_ = true;
      pool.waiting_.clear();
      pool.work_there_.notify_all();
    }
  };

  void drive() {
    std::vector<std::jthread> workers;
    workers.reserve(threads_);
    const End end{*this};  // before the workers are joined, also when a stage throws
    for (std::size_t i = 0; i < threads_; ++i) workers.emplace_back([this] { work(); });
    std::size_t taken = 0;
    std::size_t given = 0;
    bool more = true;
    bool wanted = true;
    while (wanted && (more || given < taken)) {
      if (more && taken - given < 2 * threads_ + 1) {
        std::optional<In> piece = stages_.produce();
        if (piece) {
          const std::scoped_lock lock(mutex_);
          waiting_.emplace(taken++, std::move(*piece));
          work_there_.notify_one();
        } else {
          more = false;
        }
        // what is ready goes out before more work is asked for
        while (wanted) {
          std::optional<Out> out = take(given, false);
          if (!out) break;
          ++given;
          wanted = stages_.consume(std::move(*out));
        }
      } else {
        std::optional<Out> out = take(given, true);
        ++given;
        wanted = stages_.consume(std::move(*out));
      }
    }
  }

  std::optional<Out> take(std::size_t number, bool wait) {
    std::unique_lock lock(mutex_);
    if (wait) result_there_.wait(lock, [&] { return ready_.contains(number); });
    auto found = ready_.find(number);
    if (found == ready_.end()) return std::nullopt;
    std::optional<Out> out(std::move(found->second));
    ready_.erase(found);
    return out;
  }

  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      work_there_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      auto piece = waiting_.extract(waiting_.begin());
      lock.unlock();
      Out out = stages_.transform(std::move(piece.mapped()));
      lock.lock();
      ready_.emplace(piece.key(), std::move(out));
      result_there_.notify_one();
    }
  }

  const Stages& stages_;
  const std::size_t threads_;
  std::mutex mutex_;
  std::condition_variable work_there_;
  std::condition_variable result_there_;
  std::map<std::size_t, In> waiting_;
  std::map<std::size_t, Out> ready_;
  bool ended_ = false;
};

}  // namespace detente
