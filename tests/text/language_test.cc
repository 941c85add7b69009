#include "text/language.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace detente {
namespace {

const std::vector<std::pair<std::string, std::string>> kSamples{
    {"en",
     "The Kremlin said on Friday that it welcomed the proposal and was ready to continue the talks "
     "with Washington."},
    {"ru",
     "Кремль в пятницу заявил, что приветствует это предложение и готов продолжить переговоры с "
     "Вашингтоном."},
    {"uk",
     "Кремль у п'ятницю заявив, що вітає цю пропозицію і готовий продовжити переговори з "
     "Вашингтоном."},
    {"fr",
     "Le Kremlin a déclaré vendredi qu'il saluait cette proposition et qu'il était prêt à "
     "poursuivre les discussions."},
    {"de",
     "Der Kreml erklärte am Freitag, er begrüße den Vorschlag und sei bereit, die Gespräche mit "
     "Washington fortzusetzen."},
    {"es",
     "El Kremlin dijo el viernes que acogía con satisfacción la propuesta y que estaba dispuesto a "
     "continuar las conversaciones."},
    {"it",
     "Il Cremlino ha dichiarato venerdì di accogliere con favore la proposta e di essere pronto a "
     "continuare i colloqui."},
    {"pl",
     "Kreml oświadczył w piątek, że z zadowoleniem przyjmuje tę propozycję i jest gotowy "
     "kontynuować rozmowy."},
    {"he", "הקרמלין אמר ביום שישי כי הוא מברך על ההצעה ומוכן להמשיך בשיחות עם וושינגטון."},
    {"zh", "克里姆林宫星期五表示欢迎这一提议，并准备继续与华盛顿进行谈判。"},
    {"ar", "قال الكرملين يوم الجمعة إنه يرحب بالاقتراح وإنه مستعد لمواصلة المحادثات مع واشنطن."},
};

TEST(Language, IsRecognisedFromASentence) {
  for (const auto& [code, text] : kSamples) {
    const LanguageGuess guess = guess_language(text);
    EXPECT_EQ(guess.code, code);
    EXPECT_TRUE(guess.reliable) << code;
  }
}

TEST(Language, IsEmptyWhenThereIsNothingToGoBy) {
  for (const std::string_view text : {"", " \n", "12345 67", "\xFF\xFE", "???"}) {
    const LanguageGuess guess = guess_language(text);
    EXPECT_EQ(guess.code, "") << text;
    EXPECT_FALSE(guess.reliable);
  }
}

TEST(Language, OfAHeadlineIsABestEffort) {
  EXPECT_EQ(guess_language("Кремль: переговоры возможны").code, "ru");
  EXPECT_EQ(guess_language("Kremlin says it is ready for talks").code, "en");
}

TEST(Language, IsTheSameFromEveryThread) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&wrong, t] {
      for (int round = 0; round < 100; ++round) {
        for (const auto& [code, text] : kSamples)
          wrong[t] += guess_language(text).code == code ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Language, GuessingSurvivesRandomBytes) {
  std::mt19937 random(2);  // NOLINT(cert-msc51-cpp): the same bytes every time
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 300, '\0');
    for (char& c : text) c = static_cast<char>(random());
    const LanguageGuess guess = guess_language(text);
    EXPECT_TRUE(guess.code.empty() || guess.code.size() == 2) << guess.code;
  }
}

TEST(LanguageTag, IsReducedToItsIso639Code) {
  const std::vector<std::pair<std::string_view, std::string_view>> tags{
      {"en", "en"},         {"EN", "en"},      {"en-US", "en"}, {"pt_BR.UTF-8", "pt"},
      {"eng", "en"},        {"rus", "ru"},     {"ger", "de"},   {"deu", "de"},
      {"iw", "he"},         {"zh-Hant", "zh"}, {"ukr", "uk"},   {"Fre", "fr"},
      {"un", ""},           {"und", ""},       {"", ""},        {"x", ""},
      {"e1", ""},           {"English", ""},   {"xx", ""},      {"zxx", ""},
      {"\xD0\xB0\xD0", ""}, {"-en", ""},       {"ua", ""},      {"ji", "yi"},
  };
  for (const auto& [tag, code] : tags) EXPECT_EQ(normalize_language(tag), code) << tag;
}

}  // namespace
}  // namespace detente
